{
  const { frame, pages } = __TABLE__
  const { nonce } = document.currentScript
  let stored = {}
  try {
    stored = JSON.parse(localStorage.getItem('zhongshu.preferences') ?? '{}')
  } catch {}
  const speaks = navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en'
  const language = stored.language ?? speaks
  const path = location.pathname === '/' ? `/${stored.start_page ?? 'work'}` : location.pathname
  const opened = path + location.search
  const page = pages.find(({ address }) => new RegExp(address).test(opened))
  const files = [
    ...(frame[language] ?? []),
    ...(page?.files ?? []),
    ...(page?.textFiles[language] ?? []),
  ]
  for (const file of new Set(files)) {
    const link = document.createElement('link')
    Object.assign(link, { rel: 'modulepreload', href: `/static/${file}`, nonce, crossOrigin: '' })
    document.head.append(link)
  }
  const answers = new Map()
  const ask = (address) => {
    const answer = fetch(address)
    answer.catch(() => {})
    answers.set(address, answer)
    return answer
  }
  const data = (page?.data ?? []).map((address) =>
    address.replace('{0}', opened.match(page.address)?.[1] ?? ''),
  )
  ask('/api/v1/session')
    .then((answer) => answer.clone().json())
    .then(({ user }) => user && data.forEach(ask))
    .catch(() => {})
  window.zhongshuStart = { answers, texts: page?.texts ?? [] }
}
