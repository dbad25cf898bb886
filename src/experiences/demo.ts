import type { Clock } from '../call/clock.ts';
import { uuidv7 } from '../call/ids.ts';
import type { Language } from '../call/language.ts';
import type { CommentStore } from './comment.ts';
import type { StoryStore } from './story.ts';

interface Example {
  readonly slug: string;
  readonly title: string;
  readonly body: string;
  readonly category: string;
  readonly tags: readonly string[];
  readonly authorName: string;
  readonly comment: string;
}

/** The course of the blog post from which all this comes, retold, and Tina's answer to it. */
const EXAMPLES: Readonly<Record<Language, Example>> = {
  de: {
    slug: 'der-anruf-wegen-des-fernsehens',
    title: 'Der Anruf wegen des Fernsehens',
    authorName: 'Danke, nein',
    category: 'Telefonwerbung',
    tags: ['Empathie', 'Umlenken', 'Nein sagen'],
    body: [
      'Abends klingelt das Telefon. Ein Mann, der keinen Namen nennt, ruft „von der Telecom“ an und möchte mir einen Fernsehanschluss verkaufen.',
      'Ich habe keinen Fernseher. Das sage ich ihm, und auch, dass ich gerade nichts Neues brauche. Viel lieber wäre mir, das DSL, das ich schon habe, fiele nicht in den entscheidenden Momenten aus.',
      'Er antwortet, ich wohne eben zu weit vom Verteiler weg. Bei mir kommt an: *selbst schuld.* Ich zähle auf, wofür in meinen Augen die Firma zuständig ist. Seine Stimme wird lauter. Jetzt reicht es ihm, ruft er, und dann kracht der Hörer auf die Gabel.',
      '## Was war da los?',
      'Ich saß da und merkte: Vermutlich hat er einen harten Job und kann für meine Leitung nichts. Und ich selbst war verärgert. Den ganzen Tag war die Verbindung weggebrochen; da war in mir kein Platz, um auch noch zu hören, wie es ihm geht.',
      'Was wurde gesagt, und was habe ich daraus gehört? Was habe ich nicht gesagt? Eine neue Art zu antworten war es schon, auf das zu lenken, was ich brauche. Aber hat sie gewirkt?',
      'Vielleicht ist Einfühlung der bessere Weg. Vielleicht beim nächsten Mal.',
    ].join('\n\n'),
    comment: [
      'Ich mache es inzwischen so: Ich höre in Ruhe zu. Dann sage ich freundlich und ehrlich, dass es mir leidtut, dass wir das Angebot nicht brauchen und nicht kaufen werden, und bedanke mich dafür.',
      'Neulich hat einer gelacht und sich bedankt, dass ich es ihm einfach sage. Wir haben uns noch einen schönen Tag gewünscht. Aufgelegt habe ich mit einem Lächeln: ein kurzer Moment, in dem wir uns begegnet sind.',
    ].join('\n\n'),
  },
  en: {
    slug: 'the-call-about-television',
    title: 'The call about television',
    authorName: 'Danke, nein',
    category: 'Sales calls',
    tags: ['Empathy', 'Redirecting', 'Saying no'],
    body: [
      'The telephone rings in the evening. A man who gives no name is calling “from the telecom” and would like to sell me a television connection.',
      'I have no television. I tell him so, and that I need nothing new just now. I would much rather the line I already have did not drop out whenever it matters.',
      'He replies that I simply live too far from the distributor. What I hear is: *your own fault.* I list what, in my eyes, the company is responsible for. His voice gets louder. He has had enough, he shouts, and slams down the phone.',
      '## What happened there?',
      'I sat there and noticed: he probably has a hard job, and can do nothing about my line. And I was cross myself. The connection had been dropping all day; there was no room in me to hear how he was doing as well.',
      'What was said, and what did I hear in it? What did I leave unsaid? To turn the talk to what I need was a new way of answering. But did it work?',
      'Perhaps empathy is the better way. Perhaps next time.',
    ].join('\n\n'),
    comment: [
      'This is how I do it now: I listen calmly. Then I say, kindly and honestly, that I am sorry, that we don’t need what they offer and won’t buy it, and I thank them for the offer.',
      'The other day one of them laughed and thanked me for simply telling him. We wished each other a nice day. I put the phone down with a smile: a short moment in which two people met.',
    ].join('\n\n'),
  },
};

/** Puts the examples into an empty site, German first. `day`: under which they stand, as `2026-11-25`. */
export async function addDemo(
  householdId: string,
  tools: { readonly stories: StoryStore; readonly comments: CommentStore; readonly clock: Clock },
  day: string,
): Promise<void> {
  const { stories, comments, clock } = tools;
  const now = clock.wallTime();
  for (const lang of ['de', 'en'] as const) {
    const { comment, ...content } = EXAMPLES[lang];
    const id = uuidv7(clock);
    const times = { createdAt: now, updatedAt: now, publishedAt: now };
    // Tina is a name, and known to be one: she stands in it with her consent.
    await stories.keepStory(householdId, { ...content, ...times, id, lang, dated: day, state: 'published', demo: true, confirmed: [] });
    await comments.addComment(householdId, {
      id: uuidv7(clock),
      storyId: id,
      parentId: null,
      name: 'Tina',
      website: null,
      body: comment,
      lang,
      state: 'published',
      why: null,
      byAuthor: false,
      edited: false,
      createdAt: now,
      person: 'demo',
      taught: null,
    });
  }
}
