/**
 * Builtins that the first probe of a plain http:// page never needs. Loading TLS and compression at import
 * is a good part of a cold start; an import statement cannot wait, this can (docs/adr/0005).
 * https://nodejs.org/api/process.html#processgetbuiltinmoduleid
 */
export const https = (): typeof import('node:https') => process.getBuiltinModule('node:https');
export const tls = (): typeof import('node:tls') => process.getBuiltinModule('node:tls');
export const zlib = (): typeof import('node:zlib') => process.getBuiltinModule('node:zlib');
export const v8 = (): typeof import('node:v8') => process.getBuiltinModule('node:v8');
