/** Writes a number as it is shown, with some decimals. */
type NumberWriter = (value: number, decimals?: number) => string;

/**
 * Makes what writes the numbers of a language, grouped and with its decimal sign. Fields and files have a point always.
 * @param language a BCP 47 tag, as `en`
 */
export function numberOf(language: string): NumberWriter {
  const formats = new Map<number, Intl.NumberFormat>();
  return (value, decimals = 0) => {
    const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
    const format = formats.get(decimals) ?? new Intl.NumberFormat(language, digits);
    formats.set(decimals, format);
    return format.format(value);
  };
}
