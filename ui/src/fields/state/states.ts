const names =
  'AC Acre,AL Alagoas,AP Amapá,AM Amazonas,BA Bahia,CE Ceará,DF Distrito Federal,ES Espírito Santo,GO Goiás,MA Maranhão,' +
  'MT Mato Grosso,MS Mato Grosso do Sul,MG Minas Gerais,PA Pará,PB Paraíba,PR Paraná,PE Pernambuco,PI Piauí,' +
  'RJ Rio de Janeiro,RN Rio Grande do Norte,RS Rio Grande do Sul,RO Rondônia,RR Roraima,SC Santa Catarina,' +
  'SP São Paulo,SE Sergipe,TO Tocantins'

/** The states of Brazil by name; they are called the same in every language. */
export const states = names.split(',').map((s) => ({ value: s.slice(0, 2), label: s.slice(3) }))
