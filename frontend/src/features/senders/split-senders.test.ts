import { expect, test } from 'vitest';
import { splitSenders, splitTyped } from './split-senders';

test('a pasted list is split at commas, semicolons, spaces, tabs and new lines', () => {
  expect(splitSenders('a@x.example, b@x.example;c@x.example\r\n@d.example\te@x.example f@x.example')).toEqual(
    ['a@x.example', 'b@x.example', 'c@x.example', '@d.example', 'e@x.example', 'f@x.example'],
  );
});

test.each([
  ['Mum <mum@x>, gmail.com', ['Mum <mum@x>', 'gmail.com']],
  ['gmail.com, Mum <mum@x>', ['gmail.com', 'Mum <mum@x>']],
  ['Boss <boss@corp.example>; other@x.example', ['Boss <boss@corp.example>', 'other@x.example']],
  [
    '"Hopper, Grace" <grace@x.example>, Alan <alan@x.example>',
    ['"Hopper, Grace" <grace@x.example>', 'Alan <alan@x.example>'],
  ],
  ['"say \\"a, b\\"" <grace@x.example>; b@x.example', ['"say \\"a, b\\"" <grace@x.example>', 'b@x.example']],
  ['Grace <grace@x.example> Alan <alan@x.example>', ['Grace <grace@x.example>', 'Alan <alan@x.example>']],
  ['Grace\u00a0Hopper <grace@x.example>', ['Grace\u00a0Hopper <grace@x.example>']],
  ['5" disks, a@x.example', ['5" disks', 'a@x.example']],
  ['half <a@x.example, b@x.example', ['half <a@x.example', 'b@x.example']],
  ['"half\nb@x.example', ['"half', 'b@x.example']],
  ['Mum mum@x.example', ['Mum mum@x.example']],
  ['To: a@x.example', ['To: a@x.example']],
  ['\u200bboss@corp.example', ['\u200bboss@corp.example']],
  ['"a..b"@docomo.example', ['"a..b"@docomo.example']],
  [' ,;\n ', []],
])('%j is split and nothing of it vanishes', (text, pieces) => {
  expect(splitSenders(text)).toEqual(pieces);
});

test('whatever is pasted, every letter of it is in a piece', () => {
  const letters = ['a', '@', ',', ';', '"', '<', '>', ' ', '\n', '\\', '.'];
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed % below;
  };
  const bare = (text: string) => text.replace(/[\s,;]/g, '');
  for (let round = 0; round < 3000; round += 1) {
    const text = Array.from({ length: random(24) }, () => letters[random(letters.length)]).join('');
    expect(bare(splitSenders(text).join(' '))).toBe(bare(text));
  }
});

test('text that is being typed stays in the field until it is finished', () => {
  expect(splitTyped('boss@corp.example')).toEqual({ done: [], rest: 'boss@corp.example' });
  expect(splitTyped('boss@corp.example ')).toEqual({ done: ['boss@corp.example'], rest: '' });
  expect(splitTyped('boss@corp.example,')).toEqual({ done: ['boss@corp.example'], rest: '' });
  expect(splitTyped('Boss ')).toEqual({ done: [], rest: 'Boss ' });
  expect(splitTyped('Boss <boss@corp.example>')).toEqual({ done: [], rest: 'Boss <boss@corp.example>' });
  expect(splitTyped('"Hopper, ')).toEqual({ done: [], rest: '"Hopper, ' });
  expect(splitTyped('"Hopper, Grace" <grace@x.example>; b')).toEqual({
    done: ['"Hopper, Grace" <grace@x.example>'],
    rest: 'b',
  });
});
