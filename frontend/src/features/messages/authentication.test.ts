import { expect, test } from 'vitest';
import { aMessage } from '@/testing/fixtures';
import { isSenderVerified } from './authentication';

const verified = (authentication: string | undefined, fromAnomaly = false) =>
  isSenderVerified(aMessage('m-1', { authentication, fromAnomaly, senderEmail: 'boss@corp.example' }));

test.each([
  'mx.google.com; dkim=pass; spf=pass; dmarc=pass',
  'mx.google.com; dkim=pass header.i=@corp.example header.s=s1; spf=pass (google.com: domain of bounce@corp.example designates 192.0.2.1 as permitted sender) smtp.mailfrom=bounce@corp.example; dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=corp.example',
  'mx.google.com 1; dmarc = pass header.from = CORP.example',
])('%s verifies the sender', (header) => {
  expect(verified(header)).toBe(true);
});

test.each([
  undefined,
  '',
  'mx.google.com; none',
  'mx.google.com; dkim=pass; spf=pass',
  'mx.google.com; dkim=pass; dmarc=fail header.from=corp.example',
  'mx.google.com; dmarc=passed',
  'mx.google.com; dmarc=pass header.from=evil.example',
  'mx.google.com; dmarc=fail; dmarc=pass',
  'mx.evil.example; dmarc=pass header.from=corp.example',
  'mx.google.com; spf=pass (domain of x; dmarc=pass) smtp.mailfrom=x@evil.example',
  'mx.google.com; spf=pass (a (b) ; dmarc=pass) smtp.mailfrom=x@evil.example',
  'mx.google.com; spf=pass smtp.mailfrom="x; dmarc=pass "@evil.example; dmarc=fail',
  'mx.google.com; spf=pass smtp.mailfrom="x\\"; dmarc=pass "@evil.example',
])('%s does not', (header) => {
  expect(verified(header)).toBe(false);
});

test('a From that Mailkeep had to guess is never verified', () => {
  expect(verified('mx.google.com; dmarc=pass', true)).toBe(false);
});
