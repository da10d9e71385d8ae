/** A value as any JSON writer takes it: integers beyond 2⁵³ as text, what JSON cannot say as null. */
export function plainJson(value: unknown): unknown {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value, replaced)) as unknown);
}

function replaced(_key: string, value: unknown): unknown {
  if (typeof value !== 'bigint') return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}
