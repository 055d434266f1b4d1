import { departments } from './departments.mjs';

export const page = () => `<h1>Shop</h1>\n<p>${departments.join(', ')}.</p>\n`;
