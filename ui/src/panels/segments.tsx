/** A few choices side by side, of which one holds. */
export function Segments<Value extends string | number>({
  label,
  choices,
  value,
  onChange,
  className = '',
}: {
  readonly label: string;
  readonly choices: readonly { readonly value: Value; readonly label: string }[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly className?: string;
}) {
  return (
    <div class={`segments ${className}`} role="radiogroup" aria-label={label}>
      {choices.map((each) => (
        <button
          type="button"
          key={each.value}
          role="radio"
          aria-checked={each.value === value}
          class={each.value === value ? 'on' : ''}
          onClick={() => onChange(each.value)}
        >
          {each.label}
        </button>
      ))}
    </div>
  );
}
