package paper

import (
	"slices"
	"strings"

	"github.com/esteira/esteira/schemas"
)

// words are what papers say beside what people wrote, by language: pt, es, en, ar.
var words = map[string][4]string{
	"receipt":      {"Comprovante de envio", "Comprobante de envío", "Receipt of submission", "إيصال التقديم"},
	"dossier":      {"Dossiê", "Expediente", "Dossier", "الملف"},
	"CACC":         {"Conta corrente", "Cuenta corriente", "Current account", "حساب جارٍ"},
	"SVGS":         {"Conta poupança", "Cuenta de ahorro", "Savings account", "حساب توفير"},
	"SLRY":         {"Conta salário", "Cuenta de nómina", "Salary account", "حساب راتب"},
	"TRAN":         {"Conta de pagamento", "Cuenta de pago", "Payment account", "حساب دفع"},
	"reference":    {"Protocolo", "Referencia", "Reference", "الرقم المرجعي"},
	"submitted":    {"Enviado em", "Enviado el", "Handed in", "تاريخ التقديم"},
	"written":      {"Emitido em", "Emitido el", "Written", "تاريخ الإصدار"},
	"stage":        {"Situação", "Situación", "Status", "الحالة"},
	"name":         {"Nome", "Nombre", "Name", "الاسم"},
	"identity":     {"Documento de identificação", "Identificación", "Identifier", "رقم الهوية"},
	"summary":      {"Resumo", "Resumen", "Summary", "ملخص"},
	"answers":      {"Respostas", "Respuestas", "Answers", "الإجابات"},
	"documents":    {"Documentos enviados", "Documentos enviados", "Documents handed in", "المستندات المقدمة"},
	"file":         {"Arquivo", "Archivo", "File", "الملف"},
	"state":        {"Situação", "Estado", "State", "الحالة"},
	"checks":       {"Verificações", "Verificaciones", "Checks", "الفحوص"},
	"check":        {"Verificação", "Verificación", "Check", "الفحص"},
	"result":       {"Resultado", "Resultado", "Result", "النتيجة"},
	"pass":         {"Aprovada", "Aprobada", "Passed", "ناجح"},
	"fail":         {"Reprovada", "No aprobada", "Failed", "فاشل"},
	"unclear":      {"A esclarecer", "Por aclarar", "Unclear", "غير واضح"},
	"unavailable":  {"Indisponível", "No disponible", "Unavailable", "غير متاح"},
	"pending":      {"Em andamento", "En curso", "Pending", "قيد التنفيذ"},
	"notes":        {"Notas internas", "Notas internas", "Internal notes", "ملاحظات داخلية"},
	"earlier":      {"Valores anteriores", "Valores anteriores", "Earlier values", "القيم السابقة"},
	"datum":        {"Dado", "Dato", "Datum", "البيان"},
	"value":        {"Valor", "Valor", "Value", "القيمة"},
	"until":        {"Até", "Hasta", "Until", "حتى"},
	"applicant":    {"Cliente", "Cliente", "Applicant", "العميل"},
	"system":       {"Sistema", "Sistema", "System", "النظام"},
	"by":           {"Por", "Por", "By", "بواسطة"},
	"when":         {"Quando", "Cuándo", "When", "متى"},
	"note":         {"Nota", "Nota", "Note", "ملاحظة"},
	"yes":          {"Sim", "Sí", "Yes", "نعم"},
	"no":           {"Não", "No", "No", "لا"},
	"noAnswer":     {"Não informado", "Sin respuesta", "Not given", "غير مذكور"},
	"page":         {"Página {n} de {total}", "Página {n} de {total}", "Page {n} of {total}", "صفحة {n} من {total}"},
	"signature":    {"Página de evidências da assinatura", "Página de evidencias de la firma", "Evidence of the signature", "صفحة أدلة التوقيع"},
	"evidenceText": {"Este documento foi assinado eletronicamente. Os dados abaixo foram registrados pelo servidor quando foi assinado e selados com a chave dele. Para conferir, entregue este arquivo na página de verificação: {url}", "Este documento fue firmado electrónicamente. El servidor registró los datos siguientes en el momento de la firma y los selló con su clave. Para comprobarlo, entregue este archivo en la página de verificación: {url}", "This document was signed electronically. The server recorded what follows at the moment of signing, and sealed it with its key. To check it, hand this file to the page of verification: {url}", "وُقّع هذا المستند إلكترونيًا. سجّل الخادم البيانات التالية لحظة التوقيع وختمها بمفتاحه. للتحقق، قدّم هذا الملف إلى صفحة التحقق: {url}"},
	"verifyText":   {"Para conferir este documento, entregue o arquivo na página de verificação: {url}", "Para comprobar este documento, entregue el archivo en la página de verificación: {url}", "To check this document, hand the file to the page of verification: {url}", "للتحقق من هذا المستند، قدّم الملف إلى صفحة التحقق: {url}"},
	"documentHash": {"SHA-256 do documento", "SHA-256 del documento", "SHA-256 of the document", "بصمة SHA-256 للمستند"},
	"answersHash":  {"SHA-256 das respostas", "SHA-256 de las respuestas", "SHA-256 of the answers", "بصمة SHA-256 للإجابات"},
	"terms":        {"Termos aceitos", "Términos aceptados", "Terms accepted", "الشروط المقبولة"},
	"signer":       {"Signatário", "Firmante", "Signer", "الموقّع"},
	"taxId":        {"Identificação", "Identificación", "Identifier", "رقم الهوية"},
	"email":        {"E-mail", "Correo electrónico", "E-mail", "البريد الإلكتروني"},
	"role":         {"Papel", "Función", "Role", "الصفة"},
	"auth":         {"Autenticação", "Autenticación", "Authentication", "المصادقة"},
	"email_token":  {"Link de uso único enviado por e-mail", "Enlace de un solo uso enviado por correo", "Single-use link sent by e-mail", "رابط لاستخدام واحد مُرسَل بالبريد الإلكتروني"},
	"token":        {"Token", "Token", "Token", "الرمز"},
	"tokenHash":    {"SHA-256 do token", "SHA-256 del token", "SHA-256 of the token", "بصمة SHA-256 للرمز"},
	"created":      {"Criado em", "Creado el", "Created", "أُنشئ"},
	"sent":         {"Enviado em", "Enviado el", "Sent", "أُرسل"},
	"opened":       {"Aberto em", "Abierto el", "Opened", "فُتح"},
	"used":         {"Usado em", "Usado el", "Used", "استُخدم"},
	"expires":      {"Válido até", "Válido hasta", "Expires", "ينتهي"},
	"attempts":     {"Tentativas", "Intentos", "Attempts", "المحاولات"},
	"signedAt":     {"Assinado em", "Firmado el", "Signed", "وقت التوقيع"},
	"ip":           {"Endereço IP e porta", "Dirección IP y puerto", "IP address and port", "عنوان IP والمنفذ"},
	"agent":        {"Navegador", "Navegador", "Browser", "المتصفح"},
	"language":     {"Idioma", "Idioma", "Language", "اللغة"},
	"zone":         {"Fuso horário", "Zona horaria", "Time zone", "المنطقة الزمنية"},
	"screen":       {"Tela", "Pantalla", "Screen", "الشاشة"},
	"viewed":       {"Segundos de leitura", "Segundos de lectura", "Seconds read", "ثواني القراءة"},
	"scrolled":     {"Rolado até o fim", "Desplazado hasta el final", "Scrolled to the end", "التمرير حتى النهاية"},
	"versions":     {"Versões da esteira e do formulário", "Versiones del flujo y del formulario", "Versions of pipeline and form", "إصدارا المسار والنموذج"},
	"prev":         {"Evento anterior", "Evento anterior", "Event before", "الحدث السابق"},
	"hash":         {"SHA-256 do registro", "SHA-256 del registro", "SHA-256 of the record", "بصمة SHA-256 للسجل"},
	"seal":         {"Selo do servidor (ed25519)", "Sello del servidor (ed25519)", "Seal of the server (ed25519)", "ختم الخادم (ed25519)"},
	"carrier":      {"Mensagem", "Mensaje", "Message", "الرسالة"},
}

// Word says something in the language of a locale; in English where there are no words in it.
func Word(key, locale string) string {
	language, _, _ := strings.Cut(locale, "-")
	at := slices.Index([]string{"pt", "es", "en", "ar"}, language)
	if at < 0 {
		at = 2
	}
	return words[key][at]
}

// Title is what a paper that every case has is called, in each language; nil for another name.
func Title(name string) schemas.Text {
	if name != Receipt && name != Dossier {
		return nil
	}
	title := schemas.Text{}
	for _, locale := range []string{"pt-BR", "es", "en", "ar"} {
		title[locale] = Word(name, locale)
	}
	return title
}
