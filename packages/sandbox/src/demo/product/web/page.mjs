export const page = () => '<h1>Shop</h1>\n<p>Everything you need.</p>\n';
