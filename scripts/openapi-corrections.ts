/** Where GitHub's description is known to be wrong about GitHub. Each with how one can tell. */
interface Schema {
  readonly properties: Record<string, { nullable?: boolean; items?: Schema }>;
}

/** Changes the schemas in place. */
export function correctDescription(schemas: Record<string, Schema>): void {
  for (const [schema, property] of NULLABLE) {
    const found = property.reduce<Schema | undefined>(
      (at, name) => at?.properties[name]?.items ?? at,
      schemas[schema],
    );
    const field = found?.properties[property.at(-1) ?? ''];
    if (!field) throw new Error(`no ${schema}.${property.join('.')} to correct any more`);
    field.nullable = true;
  }
}

const NULLABLE: readonly (readonly [string, readonly string[]])[] = [
  // Auto-merge enabled without texts of its own; GraphQL's `commitHeadline: String` is nullable.
  ['auto-merge', ['commit_title']],
  ['auto-merge', ['commit_message']],
  // The `label` schema has it nullable, and a label made by naming it has none.
  ['pull-request-simple', ['labels', 'description']],
];
