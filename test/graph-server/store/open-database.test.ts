import assert from 'node:assert/strict';
import { join } from 'node:path';
import { openDatabase, rowsOf, transaction } from '../../../graph-server/store/open-database.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('openDatabase', () => {
  const folder = temporaryFolder();

  it('commits each statement to disk and can be opened again', () => {
    const path = join(folder, 'state', 'graph.db');
    const first = openDatabase(path);
    assert.equal(rowsOf(first, 'PRAGMA journal_mode')[0]?.['journal_mode'], 'wal');
    assert.equal(rowsOf(first, 'PRAGMA synchronous')[0]?.['synchronous'], 2); // FULL
    first.exec("INSERT INTO settings (id, value) VALUES ('a', '1')");
    first.close();
    const second = openDatabase(path);
    assert.equal(rowsOf(second, 'SELECT value FROM settings WHERE id = ?', 'a')[0]?.['value'], '1');
    second.close();
  });

  it('keeps nothing of a transaction that fails', () => {
    const database = openDatabase(':memory:');
    const broken = () =>
      transaction(database, () => {
        database.exec("INSERT INTO settings (id, value) VALUES ('a', '1')");
        throw new Error('no');
      });
    assert.throws(broken, /^Error: no$/);
    assert.deepEqual(rowsOf(database, 'SELECT * FROM settings'), []);
  });

  it('says that the disk is full, keeps nothing then, and goes on once there is space', () => {
    const database = openDatabase(join(folder, 'full', 'graph.db'));
    const fill = (id: string) => () =>
      transaction(database, () => {
        database.exec(`INSERT INTO settings (id, value) VALUES ('${id}', '${'x'.repeat(100_000)}')`);
      });
    const pages = Number(rowsOf(database, 'PRAGMA page_count')[0]?.['page_count']);
    database.exec(`PRAGMA max_page_count = ${pages + 2}`);
    assert.throws(fill('a'), /database or disk is full/);
    assert.throws(fill('b'), /database or disk is full/);
    assert.deepEqual(rowsOf(database, 'SELECT id FROM settings'), []);
    database.exec(`PRAGMA max_page_count = ${pages + 100}`);
    fill('c')();
    assert.deepEqual(
      rowsOf(database, 'SELECT id FROM settings').map(({ id }) => id),
      ['c'],
    );
    database.close();
  });
});
