import { describe, expect, it } from 'vitest';
import { redactorOf } from './redactor.ts';

const request = (headers: Record<string, string>, url = 'https://app.test/health') => ({
  headers,
  url: new URL(url),
});

const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('a redactor', () => {
  const key = 'k3y+/val ue"1';
  it.each([
    ['as it is', key],
    ['URL-encoded', encodeURIComponent(key)],
    ['form-encoded', encodeURIComponent(key).replaceAll('%20', '+')],
    ['in base64', base64(key)],
    ['in base64 without padding', base64(key).replace(/=+$/, '')],
    ['in base64url', Buffer.from(key).toString('base64url')],
    ['inside JSON', JSON.stringify({ key })],
  ])('hides a header value %s', (_form, echoed) => {
    const shown = redactorOf(request({ 'x-key': key })).show(`<p>${echoed}</p>`, 200);
    expect(shown).toContain('***');
    expect(shown).not.toMatch(/k3y|val|azN5/);
  });

  it.each([
    ['authorization', 'Bearer hunter2222', 'hunter2222'],
    ['authorization', `Basic ${base64('me:hunter2222')}`, 'hunter2222'],
    ['authorization', `Basic ${base64('me:hunter2222')}`, base64('me:hunter2222')],
    ['cookie', 'theme=dark; session=hunter2222', 'hunter2222'],
  ])('hides what is inside of %s: %s', (name, value, echoed) => {
    expect(redactorOf(request({ [name]: value })).show(`got ${echoed}.`, 200)).toBe('got ***.');
  });

  it.each([
    ['a value of the query', 'https://app.test/?a=1&token=hunt%20er2', 'hunt er2'],
    ['the same encoded', 'https://app.test/?a=1&token=hunt%20er2', 'hunt%20er2'],
    ['a query that is but a word', 'https://app.test/?hunter2222', 'hunter2222'],
    ['the password', 'https://me:hunter%402@app.test/', 'hunter@2'],
    ['the user', 'https://hunter2222:x@app.test/', 'hunter2222'],
  ])('hides %s of the URL', (_part, url, echoed) => {
    expect(redactorOf(request({}, url)).show(`got ${echoed}.`, 200)).toBe('got ***.');
  });

  it('leaves what is no secret', () => {
    const headers = { accept: 'application/json', 'user-agent': 'probe', 'x-key': 'abc' };
    const text = 'application/json probe abc bearer https://app.test/health';
    expect(redactorOf(request(headers)).show(text, 200)).toBe(text);
    expect(redactorOf().show(text, 200)).toBe(text);
  });

  it('hides before it cuts, so no part of a secret is left at the end', () => {
    const secret = 'abcdefghijklmnopqrstuvwxyz';
    const { show } = redactorOf(request({ 'x-key': secret }));
    for (let before = 60; before <= 130; before += 1) {
      expect(show('.'.repeat(before) + secret, 120)).not.toContain('abcd');
    }
  });

  it('shows nothing of a secret that spans the end of what it looks at', () => {
    const secret = 'abcdefghijklmnopqrstuvwxyz';
    const { show } = redactorOf(request({ 'x-key': secret }));
    for (let before = 3_970; before <= 4_001; before += 1) {
      const head = 'head '.repeat(20);
      const shown = show(`${head}${' '.repeat(before - head.length)}${secret}`, 120);
      expect(shown).toMatch(/^head/);
      expect(shown).not.toContain('abc');
    }
  });

  it('finds a secret that was hidden behind characters it takes away', () => {
    const { show } = redactorOf(request({ 'x-key': 'hunter2222' }));
    expect(show('got hun\u0000ter2\u202e222', 200)).toBe('got ***');
  });
});
