/** What the shop ships, from good to bad. */
import type { Change } from './product.ts';

export interface Feature {
  readonly branch: string;
  readonly subject: string;
  readonly change: Change;
}

export const giftCards: Feature = {
  branch: 'feature/gift-cards',
  subject: 'Sell gift cards',
  change: {
    'web/departments.mjs': `export const departments = ['Books', 'Games', 'Gift cards'];
`,
  },
};

/**
 * The web is as well as before; the worker dies where RECEIPTS_FROM is not set: in production. It
 * edits a file that the release before it did: git's own merge of the two branches would conflict
 * there.
 */
export const receipts: Feature = {
  branch: 'feature/receipts',
  subject: 'Mail receipts',
  change: {
    'web/departments.mjs': `export const departments = ['Books', 'Games', 'Gift cards', 'Posters'];
`,
    'worker/worker.mjs': workerThatNeeds('RECEIPTS_FROM', 'receipt mailed'),
  },
};

/** The same mistake once more, and this time the database has moved on as well. */
export const invoices: Feature = {
  branch: 'feature/invoices',
  subject: 'Write invoices',
  change: {
    'db/migrations/0002-invoices.sql': `alter table orders add column invoice text not null;
`,
    'worker/worker.mjs': workerThatNeeds('INVOICE_SERIES', 'invoice written'),
  },
};

/** Set by hand on staging only. */
export const stagingVariables = { RECEIPTS_FROM: 'shop@acme.example', INVOICE_SERIES: '2026-A' };

function workerThatNeeds(name: keyof typeof stagingVariables, work: string): string {
  return `const value = process.env.${name};
if (!value) throw new Error('${name} is not set');
console.log('worker is up');
setInterval(() => console.log('${work}', value), 30_000);
`;
}
