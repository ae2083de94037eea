// Puts an application into the page of another site: a frame that is as high as what is in it.
// <script src="https://…/embed.js" data-address="https://…/apply/<pipeline>" data-lang="en" data-theme="plain" async></script>
(() => {
  const script = document.currentScript
  const address = new URL(script.dataset.address)
  address.searchParams.set('frame', location.origin)
  for (const name of ['lang', 'theme', 'accent']) if (script.dataset[name]) address.searchParams.set(name, script.dataset[name])
  const frame = document.createElement('iframe')
  frame.src = address.href
  frame.title = script.dataset.title || document.title
  frame.allow = 'camera; clipboard-write'
  frame.style.cssText = 'display:block;width:100%;border:0;min-height:20rem'
  addEventListener('message', (event) => {
    if (event.origin !== address.origin || event.source !== frame.contentWindow) return
    const { esteira, height, top } = event.data ?? {}
    if (esteira !== 'frame') return
    if (Number.isFinite(height)) frame.style.height = `${Math.min(Math.max(height, 160), 20000)}px`
    if (top) frame.scrollIntoView({ block: 'start' })
  })
  script.after(frame)
})()
