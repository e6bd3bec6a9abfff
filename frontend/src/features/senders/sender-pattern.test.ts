import { expect, test } from 'vitest';
import { checkSender, splitSenders } from './sender-pattern';

test.each([
  ['boss@corp.example', 'boss@corp.example'],
  ['Boss@Corp.Example', 'boss@corp.example'],
  ['@list.example', '@list.example'],
  ['first.last+tag@sub.corp.example', 'first.last+tag@sub.corp.example'],
  ['post@müller.example', 'post@müller.example'],
])('%s is a sender', (entered, sender) => expect(checkSender(entered)).toEqual({ sender }));

test.each([
  ['boss', /Write an address, or @boss/],
  ['@', /domain after the @ is missing/],
  ['boss@corp', /needs a dot/],
  ['*@list.example', /no wildcards: write @list.example/],
  ['@*.list.example', /no wildcards/],
  ['a b@corp.example', /not valid/],
  ['.boss@corp.example', /not valid/],
  ['boss@-corp.example', /domain is not valid/],
  ['boss@corp..example', /domain is not valid/],
])('%s is none, and it is said why', (entered, problem) =>
  expect(checkSender(entered).problem).toMatch(problem),
);

test('a pasted list comes apart at commas, semicolons, spaces and new lines', () => {
  expect(splitSenders('a@x.example, b@x.example;c@x.example\n@d.example\te@x.example')).toEqual([
    'a@x.example',
    'b@x.example',
    'c@x.example',
    '@d.example',
    'e@x.example',
  ]);
});

test('names beside pasted addresses are left out', () => {
  expect(splitSenders('Grace Hopper <grace@x.example>, Alan <alan@x.example>')).toEqual([
    'grace@x.example',
    'alan@x.example',
  ]);
});
