import { html } from 'hono/html';
import type { Language } from '../call/language.ts';
import type { Field } from '../experiences/comment-desk.ts';
import { MAX_COMMENT, MAX_NAME, MAX_WEBSITE, type Comment } from '../experiences/comment.ts';
import { commentHtml } from '../experiences/markdown.ts';
import { siteWordsIn } from '../words/site.ts';
import { rendered, type Html } from './frame.ts';
import { path } from './tools.ts';

/** What stands in the form when it is shown. */
export interface Entered {
  readonly name: string;
  readonly email: string;
  readonly website: string;
  readonly body: string;
}

export const NOTHING_ENTERED: Entered = { name: '', email: '', website: '', body: '' };

export type Notice =
  | { readonly type: 'incomplete'; readonly fields: readonly Field[] }
  | { readonly type: 'hint'; readonly sentences: readonly string[] }
  | { readonly type: 'form_old' | 'busy' | 'preview' };

export interface CommentForm {
  readonly lang: Language;
  readonly slug: string;
  readonly entered: Entered;
  /** As `Seals.form` gives it. */
  readonly form: string;
  readonly parent: Comment | null;
  readonly notice: Notice | null;
}

/** The form under a story. It works without a script; what was entered stands in it again. */
export function commentForm({ lang, slug, entered, form, parent, notice }: CommentForm): Html {
  const words = siteWordsIn(lang);
  const wrong = new Set(notice?.type === 'incomplete' ? notice.fields : []);
  const isHint = notice?.type === 'hint';
  return html`<form id="write" class="write" method="post" action="${path.story(lang, slug)}/comments#write">
    <h3>${parent ? words.answering(parent.name) : words.form.title}</h3>
    ${parent ? html`<p><a rel="nofollow" href="${path.story(lang, slug)}#write">${words.answerNobody}</a></p>` : ''}
    ${notice ? notes(notice, lang) : ''}
    ${
      (notice?.type === 'preview' || isHint) && entered.body.trim() !== ''
        ? html`<div class="preview">
            <h4>${words.form.previewTitle}</h4>
            <div class="text">${rendered(commentHtml(entered.body))}</div>
          </div>`
        : ''
    }
    <p class="faint">${words.form.required}</p>
    <input type="hidden" name="form" value="${form}" />
    ${parent ? html`<input type="hidden" name="parent" value="${parent.id}" />` : ''}
    ${isHint ? html`<input type="hidden" name="hint" value="seen" />` : ''}
    ${field('name', `${words.form.name} *`, wrong, html`<input id="name" name="name" autocomplete="name" maxlength="${MAX_NAME}" required value="${entered.name}" ${invalid(wrong, 'name')} />`)}
    ${field('email', `${words.form.email} *`, wrong, html`<input id="email" name="email" type="email" autocomplete="email" maxlength="254" required value="${entered.email}" ${invalid(wrong, 'email')} />`)}
    ${field('website', `${words.form.website} (${words.form.websiteHint})`, wrong, html`<input id="website" name="website" inputmode="url" autocomplete="url" maxlength="${MAX_WEBSITE}" value="${entered.website}" ${invalid(wrong, 'website')} />`)}
    ${field('body', `${words.form.body} *`, wrong, html`<textarea id="body" name="body" rows="8" maxlength="${MAX_COMMENT}" required aria-describedby="body-hint" ${invalid(wrong, 'body')}>${entered.body}</textarea>`)}
    <p class="faint" id="body-hint">${words.form.bodyHint}</p>
    <p class="trap" aria-hidden="true">
      <label>${words.form.trap} <input name="subject" tabindex="-1" autocomplete="off" /></label>
    </p>
    <p class="row">
      <button class="main" name="do" value="send">${isHint ? words.form.sendAnyway : words.form.send}</button>
      <button name="do" value="preview">${words.form.preview}</button>
    </p>
  </form>`;
}

function field(name: Field, label: string, wrong: ReadonlySet<Field>, input: Html): Html {
  return html`<p class="field ${wrong.has(name) ? 'wrong' : ''}"><label for="${name}">${label}</label>${input}</p>`;
}

function invalid(wrong: ReadonlySet<Field>, name: Field): Html {
  return wrong.has(name) ? html`aria-invalid="true"` : html``;
}

function notes(notice: Notice, lang: Language): Html {
  const words = siteWordsIn(lang);
  if ('sentences' in notice)
    return html`<div class="note" role="alert">
      <p><strong>${words.hint.title}</strong></p>
      <p>${words.hint.lead}</p>
      <ul>
        ${notice.sentences.map((sentence) => html`<li>„${sentence}“</li>`)}
      </ul>
    </div>`;
  if (!('fields' in notice)) {
    if (notice.type === 'preview') return html``;
    return html`<p class="note" role="alert">${notice.type === 'busy' ? words.busy : words.old}</p>`;
  }
  return html`<div class="note wrong" role="alert">
    <p><strong>${words.wrong.title}</strong></p>
    <ul>
      ${notice.fields.map((one) => html`<li><a href="#${one}">${words.wrong[one]}</a></li>`)}
    </ul>
  </div>`;
}
