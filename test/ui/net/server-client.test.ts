import assert from 'node:assert/strict';
import { inputFile, sentenceOf, viewUrl } from '../../../ui/src/net/server-client.ts';

describe('files of the server', () => {
  it('are named by folder and type', () => {
    assert.deepEqual(inputFile('masks/a.png [input]'), {
      filename: 'a.png',
      subfolder: 'masks',
      type: 'input',
    });
    assert.deepEqual(inputFile('dog.png'), { filename: 'dog.png', subfolder: '', type: 'input' });
    assert.equal(inputFile('a b.png [output]').type, 'output');
  });

  it('have addresses in which no name can add a parameter', () => {
    assert.equal(
      viewUrl({ filename: 'a&type=x.png', subfolder: '', type: 'temp' }),
      'view?filename=a%26type%3Dx.png&subfolder=&type=temp',
    );
  });

  it('are asked for with 512 pixels at most where a node shows them', () => {
    const url = viewUrl({ filename: 'a.png', subfolder: '', type: 'output' }, true);
    assert.equal(new URLSearchParams(url.slice(url.indexOf('?'))).get('side'), '512');
  });
});

describe('sentences of refusals', () => {
  it('join message and details unless one says the other', () => {
    assert.equal(sentenceOf({ message: 'no', details: 'why' }), 'no (why)');
    assert.equal(sentenceOf({ message: 'no why', details: 'why' }), 'no why');
    assert.match(sentenceOf({}), /without a reason/);
  });
});
