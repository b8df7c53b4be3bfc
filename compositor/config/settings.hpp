// SPDX-License-Identifier: MIT
#pragma once

#include "base/settings/choice.hpp"
#include "base/settings/key.hpp"
#include "base/settings/kind.hpp"
#include "base/settings/report.hpp"
#include "base/settings/yaml.hpp"
#include "base/word.hpp"

/// What the table in schema.cpp is made of, which other files' tables are made of, too.
namespace exwm_vr::config {

namespace yaml = settings::yaml;

using settings::choice;
using settings::comment;
using settings::describe;
using settings::element_path;
using settings::indented;
using settings::Key;
using settings::KeyDoc;
using settings::Keys;
using settings::list;
using settings::list_of_mappings;
using settings::list_of_values;
using settings::member_path;
using settings::Place;
using settings::read_mapping;
using settings::Report;
using settings::report_unknown;
using settings::section;
using settings::value;
using settings::write_mapping;
using settings::Written;

} // namespace exwm_vr::config
