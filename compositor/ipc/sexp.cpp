// SPDX-License-Identifier: MIT
#include "ipc/sexp.hpp"

namespace exwm_vr::ipc {

Value Value::named(std::string name) {
    Value value;
    if (name.starts_with(':')) {
        name.erase(0, 1);
        value.data_ = Keyword{std::move(name)};
    } else if (name != "nil") {
        value.data_ = Symbol{std::move(name)};
    }
    return value;
}

// Written out: clang 21 crashes on defaulted comparisons of types that contain each other.
bool operator==(const List& a, const List& b) {
    return a.dotted == b.dotted && a.items == b.items;
}

bool operator==(const Vector& a, const Vector& b) {
    return a.items == b.items;
}

bool operator==(const Value& a, const Value& b) {
    return a.data_ == b.data_;
}

} // namespace exwm_vr::ipc
