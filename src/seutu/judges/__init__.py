"""Those who judge what is published: the MQA, the shapes of DCAT-AP, FOOPS! and OOPS!, and what to do about it."""
