/**
 * Builtins that the first probe never needs. Loading them at import is a good part of a cold start;
 * an import statement cannot wait, this can (docs/adr/0005).
 * https://nodejs.org/api/process.html#processgetbuiltinmoduleid
 */
export const zlib = (): typeof import('node:zlib') => process.getBuiltinModule('node:zlib');
export const v8 = (): typeof import('node:v8') => process.getBuiltinModule('node:v8');
