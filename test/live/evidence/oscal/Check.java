import gov.nist.secauto.metaschema.core.model.validation.IValidationFinding;
import gov.nist.secauto.metaschema.core.model.validation.IValidationResult;
import gov.nist.secauto.oscal.lib.OscalBindingContext;
import java.nio.file.Path;

/** Holds each file against the models of OSCAL and their constraints: one line a finding, and 1 where one of them fails. */
public class Check {
  public static void main(String[] files) throws Exception {
    OscalBindingContext context = OscalBindingContext.instance();
    boolean holds = true;
    for (String file : files) {
      IValidationResult result = context.validateWithConstraints(Path.of(file).toAbsolutePath().toUri(), null);
      holds &= result.isPassing();
      System.out.println(Path.of(file).getFileName() + " " + (result.isPassing() ? "holds" : "fails"));
      for (IValidationFinding finding : result.getFindings()) {
        System.out.println("  " + finding.getSeverity() + " " + finding.getMessage());
      }
    }
    System.exit(holds ? 0 : 1);
  }
}
