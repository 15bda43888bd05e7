// Says of each file whether it conforms to PDF/UA-1 (ISO 14289-1), and where it does not: `java -cp … PdfUa.java FILE…`.
// veraPDF judges, by the 106 rules that a machine can check of it. Ends with 1 where a file does not conform.

import java.nio.file.Files;
import java.nio.file.Path;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;

class PdfUa {
    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        boolean all = files.length > 0;
        for (String file : files) {
            try (var content = Files.newInputStream(Path.of(file));
                    var parser = Foundries.defaultInstance().createParser(content, PDFAFlavour.PDFUA_1);
                    var validator = Foundries.defaultInstance().createValidator(PDFAFlavour.PDFUA_1, false)) {
                var result = validator.validate(parser);
                var verdict = result.isCompliant() ? "conforms" : "does not conform";
                System.out.printf("%s: %s, %d assertions%n", file, verdict, result.getTotalAssertions());
                for (TestAssertion one : result.getTestAssertions()) {
                    System.out.printf("  %s: %s%n    at %s%n", one.getRuleId(), one.getMessage(), one.getLocation().getContext());
                }
                all &= result.isCompliant();
            }
        }
        System.exit(all ? 0 : 1);
    }
}
