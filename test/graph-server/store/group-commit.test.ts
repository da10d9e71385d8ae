import assert from 'node:assert/strict';
import { GroupCommit } from '../../../graph-server/store/group-commit.ts';
import { openDatabase, rowsOf, transaction } from '../../../graph-server/store/open-database.ts';

describe('GroupCommit', () => {
  const insert = (database: ReturnType<typeof openDatabase>, id: string) => () =>
    database.prepare('INSERT INTO settings (id, value) VALUES (?, 1)').run(id).changes;
  const ids = (database: ReturnType<typeof openDatabase>) =>
    rowsOf(database, 'SELECT id FROM settings ORDER BY id').map(({ id }) => id);

  it('keeps in one commit what comes at the same time, and answers each piece after it', async () => {
    const database = openDatabase(':memory:');
    let commits = 0;
    const group = new GroupCommit((work) => {
      commits += 1;
      return transaction(database, work);
    });
    const changes = await Promise.all(['a', 'b', 'c'].map((id) => group.add(insert(database, id))));
    assert.deepEqual([changes, ids(database), commits], [[1, 1, 1], ['a', 'b', 'c'], 1]);
  });

  it('lets work that throws fail alone', async () => {
    const database = openDatabase(':memory:');
    const group = new GroupCommit((work) => transaction(database, work));
    const ends = await Promise.allSettled(['a', 'a', 'b'].map((id) => group.add(insert(database, id))));
    assert.deepEqual(
      ends.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
    assert.deepEqual(ids(database), ['a', 'b']);
  });

  it('does again alone what a full disk undid with other work', async () => {
    const database = openDatabase(':memory:');
    const pages = Number(rowsOf(database, 'PRAGMA page_count')[0]?.['page_count']);
    database.exec(`PRAGMA max_page_count = ${pages + 2}`);
    const group = new GroupCommit((work) => transaction(database, work));
    const ends = await Promise.allSettled([
      group.add(insert(database, 'a')),
      group.add(insert(database, 'x'.repeat(100_000))),
      group.add(insert(database, 'b')),
    ]);
    assert.deepEqual(
      ends.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
    assert.deepEqual(ids(database), ['a', 'b']);
  });

  it('fails all when the commit fails, and keeps nothing', async () => {
    const database = openDatabase(':memory:');
    const group = new GroupCommit((work) =>
      transaction(database, () => {
        work();
        throw new Error('disk full');
      }),
    );
    const ends = Promise.allSettled(['a', 'b'].map((id) => group.add(insert(database, id))));
    group.flush();
    for (const end of await ends)
      assert.match(end.status === 'rejected' ? String(end.reason) : '', /disk full/);
    assert.deepEqual(ids(database), []);
  });
});
