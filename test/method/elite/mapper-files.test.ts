import assert from 'node:assert/strict';
import { linkSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { refuseExchangedMappers } from '../../../method/elite/mapper-files.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('refuseExchangedMappers', () => {
  const folder = temporaryFolder();
  const file = (name: string, contents: string | Uint8Array): string => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, contents);
    return path;
  };
  const [global, local] = [file('global_mapper.pt', 'one'), file('local_mapper.pt', 'two')];

  it('takes two files, whatever they are called, unless a name says the other of the two', async () => {
    await refuseExchangedMappers(global, local);
    const unnamed = ['local/first.pt', 'second.pt', 'from-local-to-global.pt'].map((name) =>
      file(name, name),
    );
    for (const other of unnamed) await refuseExchangedMappers(other, local);
    await refuseExchangedMappers(global, file('second-local.pt', 'three'));
  });

  it('refuses names that are exchanged, and says how to go on', async () => {
    await assert.rejects(refuseExchangedMappers(local, global), {
      message: `${local}: expected the global mapper, got a file whose name says local (exchanged? rename it if it really is the global mapper)`,
    });
    const other = file('Global.safetensors', 'three');
    await assert.rejects(refuseExchangedMappers(global, other), {
      message: `${other}: expected the local mapper, got a file whose name says global (exchanged? rename it if it really is the local mapper)`,
    });
  });

  it('refuses one file as both, by its contents', async () => {
    const [long, linked] = [Buffer.alloc(2 ** 20 + 9, 7), join(folder, 'linked.pt')];
    const first = file('a.pt', long);
    linkSync(first, linked);
    const refused = (same: string, got: string) =>
      assert.rejects(refuseExchangedMappers(first, same), {
        message: `${same}: expected another file than the global mapper, got ${got}`,
      });
    await refused(first, 'the same');
    for (const same of [linked, file('copy.pt', long)])
      await refused(same, `one with the contents of ${first}`);
    long[2 ** 20 + 8] = 8;
    await refuseExchangedMappers(first, file('other.pt', long));
  });
});
