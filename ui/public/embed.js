// Puts an application into the page of another site: a frame that is as high as what is in it.
//
//   <script src="https://…/embed.js" data-address="https://…/apply/<pipeline>" async></script>
//
// data-lang     language of the pages, such as pt-BR; else that of the reader's browser
// data-theme    "plain" leaves out the header and footer of the organisation
// data-accent   colour of buttons and links, such as #0f5c6e
// data-into     selector of the element that the frame goes into; else it goes where the script stands
// data-title    what screen readers call the frame; else the title of the page
//
// The frame element hears of what happens: frame.addEventListener('esteira:submitted', (e) => e.detail.reference).
// Events: esteira:ready, esteira:started, esteira:submitted, esteira:answered, esteira:height. They bubble.
(() => {
  const script = document.currentScript
  const wish = script.dataset
  const address = new URL(wish.address)
  address.searchParams.set('frame', location.origin)
  for (const name of ['lang', 'theme', 'accent']) if (wish[name]) address.searchParams.set(name, wish[name])
  const frame = document.createElement('iframe')
  frame.src = address.href
  frame.title = wish.title || document.title
  frame.allow = 'camera; clipboard-write'
  frame.style.cssText = 'display:block;width:100%;border:0;height:30rem'

  // What took the focus in the frame comes into view here, where it is not.
  const show = ({ top, bottom }) => {
    const around = frame.getBoundingClientRect()
    const margin = 24
    if (around.top + top >= margin && around.top + bottom <= innerHeight - margin) return
    scrollBy({ top: around.top + top - margin * 3 })
  }
  const isPlace = (place) => Number.isFinite(place?.top) && Number.isFinite(place?.bottom)

  addEventListener('message', (event) => {
    if (event.origin !== address.origin || event.source !== frame.contentWindow) return
    const { esteira, height, place, happened, reference } = event.data ?? {}
    if (esteira !== 'frame') return
    if (Number.isFinite(height)) frame.style.height = `${Math.min(Math.max(height, 160), 20000)}px`
    if (isPlace(place)) show(place)
    const name = Number.isFinite(height) ? 'height' : happened
    if (name) frame.dispatchEvent(new CustomEvent(`esteira:${name}`, { bubbles: true, detail: { height, reference } }))
  })
  const put = () => {
    const into = wish.into && document.querySelector(wish.into)
    if (into) into.append(frame)
    else if (document.body.contains(script)) script.after(frame)
    else document.body.append(frame)
  }
  if (document.readyState === 'loading' && (wish.into || !document.body?.contains(script))) addEventListener('DOMContentLoaded', put)
  else put()
})()
