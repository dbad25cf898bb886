/** First names that are frequent in German- and English-speaking countries, without those that are words of everyday language. */
export const FIRST_NAMES: readonly string[] = (
  'Achim Adam Alexander Alexandra Ali Alice Alina Amelie Amy Andrea Andreas Andrew Angela Angelika Anja Anke Anna Anne Annette Anton Antonia Astrid ' +
  'Barbara Ben Benjamin Bernd Bettina Birgit Björn Brigitte Britta Carl Carolin Catherine Charlotte Christa Christian Christiane Christina Christine ' +
  'Christoph Christopher Clara Claudia Daniel Daniela David Dennis Detlef Diana Dieter Dirk Dominik Doris Dorothea Edith Elena Elfriede Elias Elisabeth ' +
  'Elizabeth Elke Ella Emil Emily Emma Erich Erika Ernst Eva Fabian Fatma Felix Finn Florian Frank Franz Franziska Friedrich Fritz Gabriele Georg George Gerd ' +
  'Gerda Gerhard Gertrud Gisela Gudrun Günter Günther Hanna Hannah Hannelore Hans Harald Harry Heike Heinrich Heinz Helga Helmut Henry Herbert Hermann Hilde ' +
  'Hildegard Holger Horst Ilse Ines Inge Ingeborg Ingrid Irene Irmgard Isabel Jack Jakob James Jan Jana Janine Jens Jessica Joachim Johann Johanna Johannes ' +
  'John Jonas Jörg Josef Julia Julian Jürgen Jutta Kai Karin Karl Karsten Katharina Kathrin Katja Katrin Kerstin Kevin Klaus Konrad Kristina Kurt Lars Laura ' +
  'Lena Leon Leonie Lina Linda Lisa Lothar Louisa Luca Lucas Ludwig Luisa Lukas Lutz Manfred Manuela Marcel Marco Marcus Margarete Maria Marianne Marie Marina ' +
  'Mario Marion Markus Marlene Martin Martina Mary Mathias Matthias Max Maximilian Mehmet Melanie Mia Michael Michaela Michelle Mohammed Monika Moritz Mustafa ' +
  'Nadine Nadja Natalie Nicole Niklas Nina Noah Norbert Nora Olaf Oliver Olivia Oskar Otto Patricia Patrick Paul Paula Peter Petra Philipp Rainer Ralf Rebecca ' +
  'Regina Reinhard Renate Richard Rita Robert Roland Rolf Rosemarie Roswitha Rüdiger Sabine Samuel Sandra Sarah Sascha Sebastian Silke Silvia Simon Simone Sofia ' +
  'Sonja Sophia Sophie Stefan Stefanie Steffen Stephan Susanne Sven Svenja Sylvia Tanja Theresa Thomas Thorsten Tim Tina Tobias Tom Torsten Udo Ulrich Ulrike Ursula ' +
  'Ute Uwe Vanessa Vera Verena Victoria Volker Waltraud Werner Wilhelm William Wolfgang Yannick Yvonne'
).split(' ');
