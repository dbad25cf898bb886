import { useEffect, useRef, useState } from 'react';
import type { Decided, Finding } from '../../src/http/api.ts';
import { useLanguage } from '../language.tsx';

export type Decisions = Decided;

interface FindingsPanelProps {
  readonly findings: readonly Finding[];
  readonly isBusy: boolean;
  readonly onCancel: () => void;
  readonly onPublish: (decisions: Decisions) => void;
}

/** Before others may read it: each place that may tell who somebody is, and what shall become of it. */
export function FindingsPanel({ findings, isBusy, onCancel, onPublish }: FindingsPanelProps) {
  const { experiences } = useLanguage().words;
  const { editor, findings: words } = experiences;
  const [chosen, setChosen] = useState<ReadonlyMap<string, 'replace' | 'leave'>>(new Map());
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    title.current?.focus();
    title.current?.scrollIntoView({ block: 'center' });
  }, []);
  const open = findings.filter(({ text }) => !chosen.has(text)).length;
  const decide = (text: string, what: 'replace' | 'leave'): void => setChosen((before) => new Map(before).set(text, what));
  const publish = (): void =>
    onPublish({
      confirmed: findings.flatMap(({ text }) => (chosen.get(text) === 'leave' ? [text] : [])),
      replace: findings.flatMap(({ text, instead }) => (chosen.get(text) === 'replace' ? [{ text, instead }] : [])),
    });
  return (
    <section className="panel findings" aria-labelledby="findings-title">
      <h2 id="findings-title" ref={title} tabIndex={-1}>
        {words.title}
      </h2>
      <p>{findings.length === 0 ? words.none : words.lead}</p>
      {findings.map(({ text, kind, instead }) => (
        <fieldset key={text}>
          <legend>
            <strong>{text}</strong> <span className="faint">{words.kinds[kind]}</span>
          </legend>
          <label className="choice">
            <input type="radio" name={text} checked={chosen.get(text) === 'replace'} onChange={() => decide(text, 'replace')} />
            {words.instead(instead)}
          </label>
          <label className="choice">
            <input type="radio" name={text} checked={chosen.get(text) === 'leave'} onChange={() => decide(text, 'leave')} />
            {words.leave}
          </label>
        </fieldset>
      ))}
      <p className="row">
        <button type="button" className="button main" disabled={open > 0 || isBusy} onClick={publish}>
          {editor.publishNow}
        </button>
        {findings.length > 1 && (
          <button type="button" className="button" onClick={() => setChosen(new Map(findings.map(({ text }) => [text, 'replace'])))}>
            {words.replaceAll}
          </button>
        )}
        <button type="button" className="button quiet" onClick={onCancel}>
          {words.cancel}
        </button>
        {open > 0 && <span className="faint">{words.open(open)}</span>}
      </p>
    </section>
  );
}
