import type { Data, DataMap } from './template.ts';

export type MatrixRow = DataMap;

/** A `matrix:` that GitHub would refuse. */
export class MatrixError extends Error {
  override readonly name = 'MatrixError';
}

/**
 * The jobs of an evaluated `strategy.matrix`: the product of its lists, less `exclude`, plus
 * `include` (merged where it changes no original value, a row of its own otherwise).
 * https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/run-job-variations
 */
export function expandMatrix(matrix: Data): readonly MatrixRow[] {
  if (!isRow(matrix)) throw new MatrixError('strategy.matrix must be a mapping');
  const { include = [], exclude = [], ...axes } = matrix;
  const excluded = rowsOf('exclude', exclude);
  const product = productOf(axes).filter((row) => !excluded.some((rule) => covers(rule, row)));
  const rows = mergeIncludes(product, rowsOf('include', include), Object.keys(axes));
  if (rows.length === 0) throw new MatrixError('strategy.matrix gives no job at all');
  if (rows.length > 256)
    throw new MatrixError(`strategy.matrix gives ${rows.length} jobs; 256 are allowed`);
  return rows;
}

/** The suffix GitHub adds to a matrix job's name: ` (a, b)`. */
export function matrixSuffix(row: MatrixRow): string {
  const values = Object.values(row).flatMap(leaves);
  return values.length === 0 ? '' : ` (${values.join(', ')})`;
}

function productOf(axes: DataMap): readonly MatrixRow[] {
  const lists = Object.entries(axes).map(([key, values]) => {
    if (!Array.isArray(values)) throw new MatrixError(`strategy.matrix.${key} must be a list`);
    return values.map((value: Data) => ({ [key]: value }));
  });
  if (lists.length === 0) return [];
  return lists.reduce<readonly MatrixRow[]>(
    (rows, list) => rows.flatMap((row) => list.map((cell) => ({ ...row, ...cell }))),
    [{}],
  );
}

function mergeIncludes(
  product: readonly MatrixRow[],
  includes: readonly MatrixRow[],
  axes: readonly string[],
): readonly MatrixRow[] {
  const own = (row: MatrixRow) =>
    Object.fromEntries(Object.entries(row).filter(([key]) => axes.includes(key)));
  const fits = (include: MatrixRow, row: MatrixRow) => covers(own(include), row);
  const extended = product.map((row) =>
    Object.assign({ ...row }, ...includes.filter((include) => fits(include, row))),
  );
  const added = includes.filter((include) => !product.some((row) => fits(include, row)));
  return [...extended, ...added];
}

const covers = (rule: MatrixRow, row: MatrixRow): boolean =>
  Object.entries(rule).every(([key, value]) => JSON.stringify(row[key]) === JSON.stringify(value));

function rowsOf(key: string, value: Data): readonly MatrixRow[] {
  if (!Array.isArray(value) || !value.every(isRow)) {
    throw new MatrixError(`strategy.matrix.${key} must be a list of mappings`);
  }
  return value;
}

const isRow = (value: Data): value is DataMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function leaves(value: Data): readonly string[] {
  if (value === null) return [''];
  return typeof value === 'object' ? Object.values(value).flatMap(leaves) : [String(value)];
}
