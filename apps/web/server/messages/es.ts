import type { Translation } from "@pixelmill/core";
import type { en } from "./en.ts";

export const es = {
  tokenTitle: "Este Pixelmill pide un token de acceso",
  tokenHelp: "Abre el enlace que se mostró al iniciar Pixelmill o introduce aquí el token que contiene.",
  tokenWrong: "Ese no es el token. Cambia cuando Pixelmill recibe uno nuevo; busca el enlace más reciente.",
  tokenTooMany:
    "Llegaron demasiados tokens incorrectos desde esta dirección, por eso no se comprobó este. Espera unos segundos y vuelve a introducir el token.",
  tokenLabel: "Token de acceso",
  tokenButton: "Entrar",
  downTitle: "Pixelmill se está iniciando",
  downHelp:
    "El servicio que hay detrás de esta página aún no responde. No se ha perdido nada; la página lo intenta de nuevo cada 3 segundos.",
  refusedTitle: "Esta dirección no se atiende",
  refusedHelp:
    "Abre Pixelmill en la dirección que se mostró al iniciarlo. Un nombre propio, por ejemplo el de un proxy, tiene que estar en su ajuste ALLOWED_HOSTS.",
} satisfies Translation<typeof en>;
