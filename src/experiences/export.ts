import type { CommentStore } from './comment.ts';
import { picturesIn } from './markdown.ts';
import type { PictureStore } from './picture.ts';
import type { StoryStore } from './story.ts';

const PAGE = 100;

/** Everything as one JSON document, in parts: stories with their comments, then the pictures that they show. Of e-mail addresses there are none. */
export async function* exported(
  householdId: string,
  { stories, comments, pictures }: { readonly stories: StoryStore; readonly comments: CommentStore; readonly pictures: PictureStore },
): AsyncGenerator<string> {
  const shown = new Set<string>();
  yield '{"format":"danke-nein-experiences/1","stories":[';
  let first = true;
  for (let offset = 0; ; offset += PAGE) {
    const page = await stories.stories(householdId, {}, { limit: PAGE, offset });
    for (const { id } of page) {
      const story = await stories.story(householdId, id);
      if (!story) continue;
      for (const picture of picturesIn(story.body)) shown.add(picture);
      const under = await comments.allOf(householdId, id);
      yield `${first ? '' : ','}\n${JSON.stringify({ ...story, comments: under })}`;
      first = false;
    }
    if (page.length < PAGE) break;
  }
  yield '\n],"pictures":[';
  first = true;
  for (const id of shown) {
    const picture = await pictures.picture(householdId, id);
    if (!picture) continue;
    const { bytes, ...size } = picture;
    yield `${first ? '' : ','}\n${JSON.stringify({ id, ...size, base64: Buffer.from(bytes).toString('base64') })}`;
    first = false;
  }
  yield '\n]}\n';
}
