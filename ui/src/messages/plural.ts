/** Chooses among the forms that a sentence takes by a count. */
interface Plural<Form extends Intl.LDMLPluralRule> {
  (count: number, texts: Readonly<Record<Form | 'other', string>>): string;
  /** The forms of the language. */
  readonly forms: readonly Form[];
}

/**
 * Makes what chooses among the plural forms of a language, by the rules that the browser knows of it.
 * @param language a BCP 47 tag, as `en`
 * @param forms the forms of the language: each sentence must have them all
 */
export function pluralOf<const Form extends Intl.LDMLPluralRule>(
  language: string,
  forms: readonly Form[],
): Plural<Form> {
  const rules = new Intl.PluralRules(language);
  const chosen = (count: number, texts: Readonly<Record<Form | 'other', string>>): string => {
    const known: Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> = texts;
    return known[rules.select(count)] ?? texts.other; // another browser may tell more forms apart
  };
  return Object.assign(chosen, { forms });
}
