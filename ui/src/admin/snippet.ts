/** How a pipeline looks in another site. */
export interface Look {
  /** A language of the tenant; "" is that of the reader. */
  lang: string
  /** Without header and footer. */
  isPlain: boolean
  /** #rrggbb; "" is that of the tenant. */
  accent: string
  /** Pixels of a frame that stands without the script, which would let it grow. */
  height: number
}

interface Place {
  script: string
  address: string
  title: string
}

const quoted = (value: string): string => value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')

const wishes = ({ lang, isPlain, accent }: Look): [string, string][] =>
  ([['lang', lang], ['theme', isPlain ? 'plain' : ''], ['accent', accent]] as [string, string][]).filter(([, value]) => value !== '')

/** The script that puts the pipeline into a page, as HTML. */
export const scriptOf = ({ script, address }: Place, look: Look): string =>
  `<script src="${quoted(script)}" data-address="${quoted(address)}"${wishes(look).map(([name, value]) => ` data-${name}="${quoted(value)}"`).join('')} async></script>`

/** The address of the pipeline in a frame; `frame` is the site around it, where that is known. */
export function framed(address: string, look: Look, frame?: string): string {
  const query = new URLSearchParams([...(frame ? [['frame', frame] as [string, string]] : []), ...wishes(look)]).toString()
  return query ? `${address}?${query}` : address
}

/** A frame of a fixed height, as HTML, for sites that allow no scripts of others. */
export const iframeOf = ({ address, title }: Place, look: Look): string =>
  `<iframe src="${quoted(framed(address, look))}" title="${quoted(title)}" width="100%" height="${look.height}" allow="camera; clipboard-write" referrerpolicy="origin"></iframe>`
