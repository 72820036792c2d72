// happy-dom's page has no doctype; the window's has, and KaTeX typesets in no page without one.
Object.defineProperty(document, 'compatMode', { value: 'CSS1Compat' });

/** happy-dom reads no fonts: it has no list of them that could say when one has come. */
Object.defineProperty(document, 'fonts', { value: new EventTarget(), configurable: true });
