/** Draws a page of the manual: as elements, never as HTML text. */
import { lexer, type Token, type Tokens } from 'marked';
import { h, type VNodeChild } from 'vue';

export interface Links {
  /** Follows a link within the manual. */
  go(href: string): void;
  picture(href: string): string | undefined;
}

export const tokensOf = (text: string): Token[] => lexer(text);

function within(token: Token, links: Links): VNodeChild[] {
  return 'tokens' in token && token.tokens ? token.tokens.map((inner) => draw(inner, links)) : ['text' in token ? String(token.text) : token.raw];
}

function row(cells: Tokens.TableCell[], tag: 'th' | 'td', links: Links): VNodeChild {
  return h('tr', cells.map((cell) => h(tag, tag === 'th' ? { scope: 'col' } : {}, cell.tokens.map((inner) => draw(inner, links)))));
}

export function draw(token: Token, links: Links): VNodeChild {
  switch (token.type) {
    case 'heading':
      // The title of the page stands under that of the dialog.
      return h(`h${Math.min(6, token['depth'] + 2)}`, within(token, links));
    case 'paragraph':
      return h('p', within(token, links));
    case 'strong':
      return h('b', within(token, links));
    case 'codespan':
      return h('code', token['text']);
    case 'code':
      return h('pre', { tabindex: 0 }, h('code', token['text']));
    case 'list': {
      const { ordered, items } = token as Tokens.List;
      return h(ordered ? 'ol' : 'ul', items.map((item) => h('li', item.tokens.map((inner) => draw(inner, links)))));
    }
    case 'table': {
      const { header, rows } = token as Tokens.Table;
      return h('table', [h('thead', [row(header, 'th', links)]), h('tbody', rows.map((cells) => row(cells, 'td', links)))]);
    }
    case 'link':
      return h('a', { href: '#', onClick: (e: Event) => (e.preventDefault(), links.go(token['href'])) }, within(token, links));
    case 'image':
      return h('img', { src: links.picture(token['href']), alt: token['text'] });
    case 'text':
      return within(token, links);
    case 'escape':
      return token['text'];
    case 'space':
      return null;
    default:
      return token.raw;
  }
}
