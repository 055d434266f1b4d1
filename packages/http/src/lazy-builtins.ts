/**
 * TLS is a good part of a cold start, and a plain http:// page never needs it; an import statement
 * cannot wait, this can (docs/adr/0005).
 * https://nodejs.org/api/process.html#processgetbuiltinmoduleid
 */
export const https = (): typeof import('node:https') => process.getBuiltinModule('node:https');
export const tls = (): typeof import('node:tls') => process.getBuiltinModule('node:tls');
