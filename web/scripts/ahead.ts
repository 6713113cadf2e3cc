import type { HtmlTagDescriptor, Plugin } from 'vite';

/** Modules of the first page: what is imported when somebody turns out to be signed in. */
const FIRST = ['/src/app/shell/Shell.tsx', '/src/pages/overview/OverviewPage.tsx'];

/** The first page's scripts are fetched beside the main one and not after it has run: a browser asks for few files at a time. */
export function ahead(): Plugin {
  return {
    name: 'ahead',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        const chunks = new Map(
          Object.values(bundle ?? {}).flatMap((file) =>
            file.type === 'chunk' ? [[file.fileName, file] as const] : [],
          ),
        );
        const wanted = new Set<string>();
        const waiting = [...chunks.values()]
          .filter(({ facadeModuleId }) => FIRST.some((path) => facadeModuleId?.endsWith(path)))
          .map(({ fileName }) => fileName);
        for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
          if (wanted.has(name)) continue;
          wanted.add(name);
          waiting.push(...(chunks.get(name)?.imports ?? []));
        }
        return [...wanted]
          .filter((name) => !html.includes(name))
          .map(
            (name): HtmlTagDescriptor => ({
              tag: 'link',
              attrs: { rel: 'modulepreload', crossorigin: true, href: `/${name}` },
              injectTo: 'head',
            }),
          );
      },
    },
  };
}
