import { describe, expect, it } from 'vitest';
import { proxyFor } from './proxy.ts';

const proxy = 'http://proxy.test:3128';

describe('the proxy of a URL', () => {
  it.each([
    ['http://app.test/', { HTTP_PROXY: proxy }, proxy],
    ['http://app.test/', { http_proxy: proxy }, proxy],
    ['https://app.test/', { HTTPS_PROXY: proxy }, proxy],
    ['https://app.test/', { https_proxy: 'proxy.test:3128' }, proxy],
    ['https://app.test/', { HTTP_PROXY: proxy }, undefined],
    ['http://app.test/', { HTTPS_PROXY: proxy }, undefined],
    ['http://app.test/', { http_proxy: '', HTTP_PROXY: proxy }, undefined],
    ['http://app.test/', { HTTP_PROXY: 'https://proxy.test' }, 'https://proxy.test'],
    ['https://app.test/', { https_proxy: 'https://proxy.test' }, 'https://proxy.test'],
    ['http://app.test/', {}, undefined],
  ])('%s with %j', (url, environment, expected) => {
    expect(proxyFor(new URL(url), environment)?.origin).toBe(expected);
  });

  it.each([
    ['http://app.test/', 'app.test', true],
    ['http://app.test/', 'other.test, app.test', true],
    ['http://app.test/', 'other.test app.test', true],
    ['http://api.app.test/', 'app.test', true],
    ['http://api.app.test/', '.app.test', true],
    ['http://api.app.test/', '*.app.test', true],
    ['http://myapp.test/', 'app.test', false],
    ['http://app.test/', 'APP.test', true],
    ['http://app.test:8080/', 'app.test:8080', true],
    ['http://app.test/', 'app.test:80', true],
    ['http://app.test/', 'app.test:8080', false],
    ['http://127.0.0.1:1/', '127.0.0.1', true],
    ['http://[::1]:1/', '::1', true],
    ['http://[::1]:1/', '[::1]', true],
    ['http://app.test/', '*', true],
    ['http://app.test/', ', ,', false],
    ['http://app.test/', '', false],
  ])('%s with no_proxy "%s" is not asked through it: %s', (url, list, isExempt) => {
    const found = proxyFor(new URL(url), { HTTP_PROXY: proxy, NO_PROXY: list });
    expect(found === undefined).toBe(isExempt);
  });

  it.each([
    'socks5://me:hunter2@proxy.test',
    'http://me:hunter2%zz@proxy.test',
    'http://me:hunter2@:x',
  ])('that is none we can speak to is refused without telling its password: %s', (text) => {
    const finding = () => proxyFor(new URL('http://app.test'), { HTTP_PROXY: text });
    expect(finding).toThrow('HTTP_PROXY is not an http:// or https:// URL');
    expect(finding).not.toThrow('hunter2');
  });
});
