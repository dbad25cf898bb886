import type { Comment, CommentStore } from './comment.ts';
import { picturesIn } from './markdown.ts';
import type { Picture, PictureStore } from './picture.ts';
import type { Story, StoryStore } from './story.ts';

const PAGE = 100;

export interface ExperiencesExport {
  readonly format: 'danke-nein-experiences/1';
  readonly stories: readonly ExportedStory[];
  readonly pictures: readonly ExportedPicture[];
}

export type ExportedStory = Story & { readonly comments: readonly Comment[] };
export type ExportedPicture = Omit<Picture, 'bytes'> & { readonly id: string; readonly base64: string };

/** An `ExperiencesExport` as JSON, in parts: stories with their comments, then the pictures that they show. Of e-mail addresses there are none. */
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
      yield `${first ? '' : ','}\n${JSON.stringify({ ...story, comments: under } satisfies ExportedStory)}`;
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
    const exportedPicture: ExportedPicture = { id, ...size, base64: Buffer.from(bytes).toString('base64') };
    yield `${first ? '' : ','}\n${JSON.stringify(exportedPicture)}`;
    first = false;
  }
  yield '\n]}\n';
}
