import assert from 'node:assert/strict';
import { checkPrompt } from '../../../graph-server/engine/check-prompt.ts';
import type { Fault } from '../../../graph-server/engine/errors.ts';
import { chain, NO_FOLDERS, node, promptOf, testRegistry } from '../../support/prompts.ts';

describe('checkPrompt', () => {
  const check = (prompt: string, targets?: readonly string[]) =>
    checkPrompt(prompt, testRegistry(), NO_FOLDERS, targets);

  /** The fault for which a whole prompt is refused. */
  const refusal = async (prompt: string, targets?: readonly string[]): Promise<Fault> => {
    const checked = await check(prompt, targets);
    return checked.ok ? assert.fail('the prompt passed') : checked.error;
  };

  /** The one fault of a prompt in which one node is faulty. */
  const faultOfNode = async (prompt: string): Promise<[id: string, fault: Fault]> => {
    const { nodeErrors } = await check(prompt);
    const entries = Object.entries(nodeErrors);
    assert.equal(
      entries.length,
      1,
      JSON.stringify(entries, (_, v: unknown) => (typeof v === 'bigint' ? `${v}` : v)),
    );
    const [[id, { errors }] = assert.fail()] = entries;
    assert.equal(errors.length, 1);
    return [id, errors[0] ?? assert.fail()];
  };

  const kinds = (inputs: string) =>
    promptOf([
      '7',
      node('Kinds', `"steps":1,"cfg":1.0,"seed":0,"text":"","flag":true,"mode":"good",${inputs}`),
    ]);

  it('lets a good prompt pass, its values as they will run and its ids in order', async () => {
    const checked = await check(
      promptOf(
        [
          '10',
          node(
            'Kinds',
            '"steps":5.0,"cfg":2,"seed":"18446744073709551615","text":5.0,"flag":"false","mode":"fast"',
          ),
        ],
        ['3', node('Add')],
      ),
    );
    assert.ok(checked.ok);
    assert.deepEqual([checked.targets, checked.nodeErrors], [['10'], {}]);
    const values = '"steps":5,"cfg":2.0,"seed":18446744073709551615,"text":"5.0","flag":true,"mode":"fast"';
    assert.equal(checked.prompt, promptOf(['10', node('Kinds', values)], ['3', node('Add')]));
  });

  it('refuses a node without a type that is loaded, even one that nothing needs', async () => {
    const fault = await refusal(
      promptOf(['1', node('Show')], ['5', '{"class_type":"Odd","_meta":{"title":"T"}}']),
    );
    assert.deepEqual(fault, {
      type: 'missing_node_type',
      message: 'node 5: expected a node type of a loaded pack, got "Odd" (GET /object_info lists them)',
      details: "Node ID '#5'",
      extra_info: { node_id: '5', class_type: 'Odd', node_title: 'T' },
    });
    const unnamed = await refusal('{"5":{"inputs":{}}}');
    assert.deepEqual([unnamed.type, unnamed.extra_info['class_type']], ['missing_node_type', null]);
  });

  it('refuses a prompt without an output, or without one of those asked for', async () => {
    const sentence = 'prompt: expected an output node, such as one that saves a picture, got none';
    for (const [prompt, targets] of [
      [promptOf(['1', node('Word')])],
      [chain(1), ['1']],
      [chain(1), []],
    ] as const) {
      const { type, message } = await refusal(prompt, targets);
      assert.deepEqual([type, message], ['prompt_no_outputs', sentence]);
    }
  });

  it('refuses what is no prompt at all', async () => {
    assert.equal((await refusal('[1]')).type, 'invalid_prompt');
  });

  it('leaves a faulty output out and runs the good ones', async () => {
    const prompt = promptOf(
      ['1', node('Constant', '"value":-1')],
      ['2', node('Show', '"number":["1",0]')],
      ['3', node('Drop', '"number":["1",0]')],
      ['4', node('Constant', '"value":1')],
      ['5', node('Show', '"number":["4",0]')],
    );
    const checked = await check(prompt);
    assert.ok(checked.ok);
    assert.deepEqual(checked.targets, ['5']);
    assert.deepEqual(Object.keys(checked.nodeErrors), ['1']);
    assert.deepEqual(checked.nodeErrors['1']?.dependent_outputs, ['2', '3']);
    assert.equal(checked.nodeErrors['1'].class_type, 'Constant');
    const only = await check(prompt, ['2']);
    assert.ok(!only.ok);
    assert.deepEqual(
      [only.error.type, only.error.details],
      ['prompt_outputs_failed_validation', 'node 1 Constant, input value: expected 0 to 1000, got -1'],
    );
    assert.ok((await check(prompt, ['5', '99'])).ok);
  });

  it('says each fault of a value in one sentence', async () => {
    const cases: [inputs: string, type: string, sentence: string][] = [
      ['"steps":0', 'value_smaller_than_min', 'input steps: expected 1 to 1000, got 0'],
      ['"seed":-1', 'value_smaller_than_min', 'input seed: expected 0 to 18446744073709551615, got -1'],
      ['"cfg":10.5', 'value_bigger_than_max', 'input cfg: expected 0 to 10, got 10.5'],
      ['"steps":"x"', 'invalid_input_type', 'input steps: expected a whole number from 1 to 1000, got "x"'],
      [
        '"steps":{"__value__":[1]}',
        'invalid_input_type',
        'input steps: expected a whole number from 1 to 1000, got [1]',
      ],
      ['"mode":"odd"', 'value_not_in_list', 'input mode: expected one of "fast", "good", got "odd"'],
      ['"file":"b.png"', 'value_not_in_list', 'input file: expected one of "a.png", got "b.png"'],
    ];
    for (const [inputs, type, sentence] of cases) {
      const [id, fault] = await faultOfNode(kinds(inputs));
      assert.deepEqual([id, fault.type, fault.message], ['7', type, `node 7 Kinds, ${sentence}`]);
      assert.ok(fault.extra_info['input_name']);
    }
    const [, fault] = await faultOfNode(kinds('"steps":0'));
    assert.deepEqual(fault.extra_info, {
      input_name: 'steps',
      input_config: ['INT', { default: 20, min: 1, max: 1000 }],
      received_value: 0n,
    });
  });

  it('says each fault of a link in one sentence', async () => {
    const cases: [link: string, type: string, sentence: string][] = [
      ['', 'required_input_missing', 'expected a value or a link, got none'],
      ['"number":5', 'bad_linked_input', 'expected a link that carries NUMBER, got 5'],
      ['"number":["1"]', 'bad_linked_input', 'expected a link [node id, slot], got ["1"]'],
      ['"number":[1,0]', 'bad_linked_input', 'expected a link [node id, slot], got [1,0]'],
      [
        '"number":["9",0]',
        'bad_linked_input',
        'expected a link to an output of the prompt, got one to node 9',
      ],
      [
        '"number":["1",1]',
        'bad_linked_input',
        'expected a link to an output of the prompt, got slot 1 of node 1 Word, which has 1',
      ],
      [
        '"number":["1",0]',
        'return_type_mismatch',
        'expected a link that carries NUMBER, got WORD of node 1 Word',
      ],
    ];
    for (const [link, type, sentence] of cases) {
      const [id, fault] = await faultOfNode(promptOf(['1', node('Word')], ['2', node('Show', link)]));
      assert.deepEqual(
        [id, fault.type, fault.message],
        ['2', type, `node 2 Show, input number: ${sentence}`],
      );
    }
    const [, mismatch] = await faultOfNode(
      promptOf(['1', node('Word')], ['2', node('Show', '"number":["1",0]')]),
    );
    assert.deepEqual(mismatch.extra_info['linked_node'], ['1', 0n]);
    assert.equal(mismatch.extra_info['received_type'], 'WORD');
  });

  it('gives every node of a circle the same sentence', async () => {
    const checked = await check(
      promptOf(
        ['1', node('Add', '"a":["2",0]')],
        ['2', node('Add', '"a":["1",0]')],
        ['3', node('Show', '"number":["2",0]')],
      ),
    );
    const faults = Object.entries(checked.nodeErrors).map(([id, { errors }]) => [id, errors]);
    const message = 'node 1 Add: expected links without a circle, got 1 (Add) -> 2 (Add) -> 1 (Add)';
    const fault = (node_id: string) => ({
      type: 'dependency_cycle',
      message,
      details: '1 (Add) -> 2 (Add) -> 1 (Add)',
      extra_info: { node_id, cycle_nodes: ['1', '2'] },
    });
    assert.deepEqual(faults, [
      ['1', [fault('1')]],
      ['2', [fault('2')]],
    ]);
  });

  it('passes on what a node says of its own values', async () => {
    const [, refused] = await faultOfNode(chain(13));
    assert.deepEqual(
      [refused.type, refused.message],
      ['custom_validation_failed', 'node 1 Constant, input value: expected another than 13, got 13'],
    );
    const [, broken] = await faultOfNode(chain(15));
    assert.deepEqual(
      [broken.type, broken.message],
      ['exception_during_validation', 'node 1 Constant: broken rule'],
    );
    const [, unsure] = await faultOfNode(promptOf(['1', node('Unsure', '"name":"x"')]));
    assert.deepEqual(
      [unsure.type, unsure.message],
      [
        'exception_during_validation',
        'node 1 Unsure, input name: folder: expected to be readable, got locked',
      ],
    );
  });

  it('checks a chain of 5,000 nodes', async () => {
    const adds = Array.from(
      { length: 5000 },
      (_, index) => [String(index + 2), node('Add', `"a":["${index + 1}",0]`)] as const,
    );
    const ends = [
      ['1', node('Constant', '"value":1')],
      ...adds,
      ['0', node('Show', '"number":["5001",0]')],
    ] as const;
    assert.ok((await check(promptOf(...ends))).ok);
  });

  it('says the sentence of a circle of 5,000 nodes at each of them, shortened', async () => {
    const adds = Array.from(
      { length: 5000 },
      (_, index) => [String(index + 1), node('Add', `"a":["${((index + 1) % 5000) + 1}",0]`)] as const,
    );
    const checked = await check(promptOf(...adds, ['0', node('Show', '"number":["1",0]')]));
    assert.ok(!checked.ok);
    const faults = Object.values(checked.nodeErrors);
    assert.equal(faults.length, 5000);
    for (const { errors, dependent_outputs } of faults) {
      assert.match(errors[0]?.message ?? '', /got 5000 \(Add\) -> 4999 \(Add\) .* … \(5000 nodes\)$/);
      assert.deepEqual(dependent_outputs, ['0']);
    }
  });
});
