import { nonceOfPage } from './nonce';

// Libraries that make style elements of their own (antd's scroll lock of dialogs) do not pass the nonce on: every style
// element of this page gets it when it is made. Scripts are not touched: they come from this server alone.
const nonce = nonceOfPage();
if (nonce !== undefined) {
  const create = document.createElement.bind(document);
  document.createElement = ((name: string, options?: ElementCreationOptions) => {
    const element = create(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  }) as typeof document.createElement;
}
