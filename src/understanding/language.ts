import type { Language } from '../call/language.ts';

/** Words that belong to one of the two languages only. */
const MARKERS: Readonly<Record<Language, ReadonlySet<string>>> = {
  de: new Set(
    (
      'ich ist und wir sie mein meine der das ein eine einen einem nicht haben habe hab guten tag hallo moin hier bitte von fuer mit es um ' +
      'wer wie wo warum kann koennen koennten moechte wollte wuerde ja nein danke tschuess auf wiederhoeren sind bin bei ihnen ihre ihren ' +
      'ihr euch dich mich dir mir noch nur auch aber oder wegen geht rufe ruf morgen heute frau herr herrn sprechen anrufen zurueck schoenen ' +
      'gruess gott servus ne nee nix denn doch mal gern gerne keine kein zum zur vom im den dem des als wenn dass sagen spreche'
    ).split(' '),
  ),
  en: new Set(
    (
      'the and we you my your not have has hello hi good morning afternoon evening please from with its it of to this that are can ' +
      'could would like want who how where why yes no thanks thank bye goodbye call calling about speak there id were dont did does ' +
      'been back just tell him he she they our us mr mrs ms need get got know what when okay sorry today tomorrow'
    ).split(' '),
  ),
};

/** The language of an utterance's normalised words, or `otherwise` when they give too little away. */
export function languageOf(words: readonly string[], otherwise: Language): Language {
  const other: Language = otherwise === 'de' ? 'en' : 'de';
  const hits = (lang: Language): number => words.filter((word) => MARKERS[lang].has(word)).length;
  const [here, there] = [hits(otherwise), hits(other)];
  if (there === 0) return otherwise;
  if (words.length <= 3) return there === words.length || (there >= 2 && here === 0) ? other : otherwise;
  return there >= 2 && there > here * 2 ? other : otherwise;
}
