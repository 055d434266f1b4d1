import { RailwayError } from './railway-error.ts';

const publicApi = 'https://backboard.railway.com/graphql/v2';

/**
 * Where Railway's API answers: the variable RAILWAY_API_URL, for a proxy or a stand-in, else the
 * public one.
 *
 * @throws RailwayError `bad-address` where the variable is not an http(s) URL
 */
export function railwayApiUrl(env: Readonly<Record<string, string | undefined>>): URL {
  const text = env['RAILWAY_API_URL'] || publicApi;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw new RailwayError(
    'bad-address',
    `the variable RAILWAY_API_URL is "${text}", not an http(s) URL`,
    {
      hint: 'Correct it, or remove it to use the public API.',
    },
  );
}
