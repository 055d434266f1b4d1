/** Replaces given header values, and the credentials inside them, wherever an answer echoes them. */
export function redactor(headerValues: readonly string[]): (text: string) => string {
  const secrets = headerValues
    .flatMap((value) => [value, ...value.split(/\s+/)])
    .filter((secret) => secret.length >= 4)
    .toSorted((a, b) => b.length - a.length);
  return (text) => secrets.reduce((shown, secret) => shown.replaceAll(secret, '***'), text);
}
