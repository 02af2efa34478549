package calendar

import (
	"time"

	"github.com/rickar/cal/v2"
)

// argentina by law 27.399: four of its days move to the Monday before or after,
// those of the bridges are decreed and belong in the own file.
func argentina() []*cal.Holiday {
	nearMonday := []cal.AltDay{
		{Day: time.Tuesday, Offset: -1}, {Day: time.Wednesday, Offset: -2},
		{Day: time.Thursday, Offset: 4}, {Day: time.Friday, Offset: 3},
	}
	return []*cal.Holiday{
		fixed("Año Nuevo", time.January, 1),
		easter("Carnaval", -48),
		easter("Carnaval", -47),
		fixed("Día de la Memoria por la Verdad y la Justicia", time.March, 24),
		fixed("Día del Veterano y de los Caídos en la Guerra de Malvinas", time.April, 2),
		easter("Viernes Santo", -2),
		fixed("Día del Trabajador", time.May, 1),
		fixed("Día de la Revolución de Mayo", time.May, 25),
		moved(fixed("Paso a la Inmortalidad del General Güemes", time.June, 17), nearMonday...),
		fixed("Paso a la Inmortalidad del General Belgrano", time.June, 20),
		fixed("Día de la Independencia", time.July, 9),
		moved(fixed("Paso a la Inmortalidad del General San Martín", time.August, 17), nearMonday...),
		moved(fixed("Día del Respeto a la Diversidad Cultural", time.October, 12), nearMonday...),
		moved(fixed("Día de la Soberanía Nacional", time.November, 20), nearMonday...),
		fixed("Inmaculada Concepción de María", time.December, 8),
		fixed("Navidad", time.December, 25),
	}
}

func estonia() []*cal.Holiday {
	return []*cal.Holiday{
		fixed("uusaasta", time.January, 1),
		fixed("iseseisvuspäev", time.February, 24),
		easter("suur reede", -2),
		fixed("kevadpüha", time.May, 1),
		fixed("võidupüha", time.June, 23),
		fixed("jaanipäev", time.June, 24),
		fixed("taasiseseisvumispäev", time.August, 20),
		fixed("jõululaupäev", time.December, 24),
		fixed("esimene jõulupüha", time.December, 25),
		fixed("teine jõulupüha", time.December, 26),
	}
}

// finland with the eves of Midsummer and Christmas, which are off by agreement
// nearly everywhere.
func finland() []*cal.Holiday {
	midsummerEve := &cal.Holiday{
		Name: "juhannusaatto", Month: time.June, Day: 19, Weekday: time.Friday, Offset: 1, Func: cal.CalcWeekdayFrom,
	}
	return []*cal.Holiday{
		fixed("uudenvuodenpäivä", time.January, 1),
		fixed("loppiainen", time.January, 6),
		easter("pitkäperjantai", -2),
		easter("toinen pääsiäispäivä", 1),
		fixed("vappu", time.May, 1),
		easter("helatorstai", 39),
		midsummerEve,
		fixed("itsenäisyyspäivä", time.December, 6),
		fixed("jouluaatto", time.December, 24),
		fixed("joulupäivä", time.December, 25),
		fixed("tapaninpäivä", time.December, 26),
	}
}

func hungary() []*cal.Holiday {
	return []*cal.Holiday{
		fixed("újév", time.January, 1),
		fixed("az 1848-as forradalom ünnepe", time.March, 15),
		easter("nagypéntek", -2),
		easter("húsvéthétfő", 1),
		fixed("a munka ünnepe", time.May, 1),
		easter("pünkösdhétfő", 50),
		fixed("az államalapítás ünnepe", time.August, 20),
		fixed("az 1956-os forradalom ünnepe", time.October, 23),
		fixed("mindenszentek", time.November, 1),
		since(2024, "szenteste", time.December, 24),
		fixed("karácsony", time.December, 25),
		fixed("karácsony másnapja", time.December, 26),
	}
}

// india is the three days that hold in all states. The others differ by state
// and employer, many by the moon, and belong in the own file.
func india() []*cal.Holiday {
	return []*cal.Holiday{
		fixed("Republic Day", time.January, 26),
		fixed("Independence Day", time.August, 15),
		fixed("Gandhi Jayanti", time.October, 2),
	}
}

func luxembourg() []*cal.Holiday {
	return []*cal.Holiday{
		fixed("Neijoerschdag", time.January, 1),
		easter("Ouschterméindeg", 1),
		fixed("Dag vun der Aarbecht", time.May, 1),
		fixed("Europadag", time.May, 9),
		easter("Christi Himmelfaart", 39),
		easter("Péngschtméindeg", 50),
		fixed("Nationalfeierdag", time.June, 23),
		fixed("Léiffrawëschdag", time.August, 15),
		fixed("Allerhellgen", time.November, 1),
		fixed("Chrëschtdag", time.December, 25),
		fixed("Stiefesdag", time.December, 26),
	}
}

// mexico by article 74 of the labour law; a president takes office each sixth
// year, in October since 2024.
func mexico() []*cal.Holiday {
	office := fixed("Transmisión del Poder Ejecutivo Federal", time.October, 1)
	office.StartYear = 2024
	office.Func = func(h *cal.Holiday, year int) time.Time {
		if (year-2024)%6 != 0 {
			return time.Time{}
		}
		return cal.CalcDayOfMonth(h, year)
	}
	return []*cal.Holiday{
		fixed("Año Nuevo", time.January, 1),
		nth("Día de la Constitución", 1, time.Monday, time.February),
		nth("Natalicio de Benito Juárez", 3, time.Monday, time.March),
		fixed("Día del Trabajo", time.May, 1),
		fixed("Día de la Independencia", time.September, 16),
		office,
		nth("Día de la Revolución", 3, time.Monday, time.November),
		fixed("Navidad", time.December, 25),
	}
}

func portugal() []*cal.Holiday {
	return []*cal.Holiday{
		fixed("Ano Novo", time.January, 1),
		easter("Sexta-feira Santa", -2),
		easter("Páscoa", 0),
		fixed("Dia da Liberdade", time.April, 25),
		fixed("Dia do Trabalhador", time.May, 1),
		easter("Corpo de Deus", 60),
		fixed("Dia de Portugal", time.June, 10),
		fixed("Assunção de Nossa Senhora", time.August, 15),
		fixed("Implantação da República", time.October, 5),
		fixed("Todos os Santos", time.November, 1),
		fixed("Restauração da Independência", time.December, 1),
		fixed("Imaculada Conceição", time.December, 8),
		fixed("Natal", time.December, 25),
	}
}
