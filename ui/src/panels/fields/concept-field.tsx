import { useEffect } from 'preact/hooks';
import { conceptPictureUrl } from '../../net/concepts-client.ts';
import { concepts, listConcepts } from '../../state/concepts.ts';
import { Icon } from '../icon.tsx';
import type { FieldProps } from './field-props.ts';
import { Choices } from './simple-fields.tsx';

/** One of the subjects that were kept, with its picture. */
export function ConceptField(props: FieldProps) {
  const { field, value } = props;
  useEffect(() => {
    if (!concepts.value) void listConcepts();
  }, []);
  const chosen = concepts.value?.find(({ file }) => file === value);
  return (
    <label class="row concept-field" data-row={field.label} title={field.tooltip}>
      {chosen?.hasThumbnail === true ? (
        <img src={conceptPictureUrl(chosen)} alt="" draggable={false} />
      ) : (
        <span class="blank">
          <Icon name="image" size={22} />
        </span>
      )}
      <Choices {...props} />
    </label>
  );
}
