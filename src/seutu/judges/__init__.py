"""Those who judge what is published: the MQA, the shapes of DCAT-AP and OOPS!, and what to do about it."""
