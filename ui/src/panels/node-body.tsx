import { useComputed } from '@preact/signals';
import { words } from '../messages/en/words.ts';
import { linkIndex } from '../model/document.ts';
import type { Field } from '../model/field.ts';
import type { Json } from '../model/json.ts';
import { isPromptOf, promptOf } from '../model/roles.ts';
import { layoutOf } from '../model/node-layout.ts';
import { renaming } from '../state/dialogs.ts';
import { dispatch, doc, selection, select, types } from '../state/editor.ts';
import { runProblems } from '../state/run.ts';
import type { FieldProps } from './fields/field-props.ts';
import { LambdaField } from './fields/lambda-field.tsx';
import { NumberField } from './fields/number-field.tsx';
import { PhotoField } from './fields/photo-field.tsx';
import { PromptField } from './fields/prompt-field.tsx';
import { SeedField } from './fields/seed-field.tsx';
import { BoxField, LineField, ListField, SwitchField } from './fields/simple-fields.tsx';
import { SliderField } from './fields/slider-field.tsx';
import { FixButton } from './fix-button.tsx';
import { lazyPart } from './lazy-part.tsx';
import { NodePicture } from './node-picture.tsx';

const ConceptField = lazyPart(async () => (await import('./fields/concept-field.tsx')).ConceptField);

/** All that is edited and shown inside a node. */
export function NodeBody({ id }: { readonly id: string }) {
  const node = useComputed(() => doc.value.nodes.get(id)).value;
  const linked = useComputed(() =>
    JSON.stringify((linkIndex(doc.value).into.get(id) ?? []).map(({ to }) => to.input)),
  );
  const problems = useComputed(() => runProblems.value.filter((problem) => problem.node === id)).value;
  if (!node || linked.value === '') return null;
  const layout = layoutOf(doc.peek(), node, types.value);
  const hasAdvanced = layout.hidden > 0 || node.showsAdvanced;
  return (
    <div class="fields" onPointerDownCapture={() => (selection.value.has(id) ? undefined : select([id]))}>
      {renaming.value === id ? <TitleInput id={id} top={layout.bodyTop} /> : null}
      {layout.fields.map((field) => (
        <FieldOf
          key={field.name}
          id={id}
          field={field}
          fault={problems.find(({ input }) => input === field.name)?.sentence ?? ''}
        />
      ))}
      {hasAdvanced ? (
        <button
          type="button"
          class="more"
          onClick={() => dispatch({ kind: 'setView', node: id, showsAdvanced: !node.showsAdvanced })}
        >
          {node.showsAdvanced ? words.node.fewer : words.node.more(layout.hidden)}
        </button>
      ) : null}
      {layout.picture ? <NodePicture node={id} kind={layout.picture} /> : null}
      {problems.length > 0 ? (
        <div class="problem" role="alert">
          {problems.map(({ sentence, input }) => (
            <p key={`${input ?? ''} ${sentence}`}>
              {sentence}
              <FixButton node={id} input={input} />
            </p>
          ))}
        </div>
      ) : null}
    </div>
  );
}

function FieldOf({
  id,
  field,
  fault,
}: {
  readonly id: string;
  readonly field: Field;
  readonly fault: string;
}) {
  const node = useComputed(() => doc.value.nodes.get(id)).value;
  if (!node) return null;
  const { name } = field;
  const onChange = (value: Json) => dispatch({ kind: 'setValue', node: id, name, value }, `${id} ${name}`);
  const props: FieldProps = { node: id, field, value: node.values[name], fault, onChange };
  switch (field.kind) {
    case 'number':
      return <NumberField {...props} />;
    case 'slider':
      return <SliderField {...props} />;
    case 'lambda':
      return <LambdaField {...props} />;
    case 'seed':
      return (
        <SeedField
          {...props}
          control={node.controls[name] ?? 'randomize'}
          onControl={(control) => dispatch({ kind: 'setControl', node: id, name, control })}
        />
      );
    case 'switch':
      return <SwitchField {...props} />;
    case 'list':
      return <ListField {...props} />;
    case 'concept':
      return <ConceptField {...props} />;
    case 'photo':
      return <PhotoField {...props} />;
    case 'box':
      return <TextField {...props} />;
    case 'line':
      return <LineField {...props} />;
  }
}

/** A text: a prompt, where S* may stand in it. */
function TextField(props: FieldProps) {
  const isPrompt = useComputed(() => {
    const node = doc.value.nodes.get(props.node);
    const type = types.value.get(node?.type ?? '');
    return (
      node !== undefined &&
      type !== undefined &&
      isPromptOf(doc.value, node, type) &&
      promptOf(type) === props.field.name
    );
  }).value;
  return isPrompt ? <PromptField {...props} /> : <BoxField {...props} />;
}

function TitleInput({ id, top }: { readonly id: string; readonly top: number }) {
  const node = doc.peek().nodes.get(id);
  const given = node?.title ?? types.value.get(node?.type ?? '')?.title ?? node?.type ?? '';
  const commit = (text: string) => {
    if (renaming.value !== id) return;
    renaming.value = undefined;
    const own = types.value.get(node?.type ?? '')?.title;
    dispatch({ kind: 'setTitle', node: id, title: text.trim() === own ? '' : text.trim() });
  };
  return (
    <input
      class="title-input"
      style={{ top: `${-top - 29}px` }}
      aria-label={words.node.title}
      ref={(element) => element?.focus()}
      defaultValue={given}
      onFocus={(event) => event.currentTarget.select()}
      onBlur={(event) => commit(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit(event.currentTarget.value);
        if (event.key === 'Escape') renaming.value = undefined;
      }}
    />
  );
}
