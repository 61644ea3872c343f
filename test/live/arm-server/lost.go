package main

import (
	"encoding/json"
	"fmt"
	"sort"
)

// lost are the members that an item has and Microsoft's model of it does not; what is null counts as absent, as the model writes it.
func lost(raw json.RawMessage, model any) []string {
	written, err := json.Marshal(model)
	if err != nil {
		return []string{err.Error()}
	}
	var before, after any
	if json.Unmarshal(raw, &before) != nil || json.Unmarshal(written, &after) != nil {
		return []string{"it is no JSON"}
	}
	found := lacking("", before, after)
	sort.Strings(found)
	return found
}

func lacking(at string, before, after any) []string {
	var found []string
	switch value := before.(type) {
	case map[string]any:
		other, _ := after.(map[string]any)
		for name, member := range value {
			if member == nil {
				continue
			}
			if there, ok := other[name]; ok {
				found = append(found, lacking(at+"."+name, member, there)...)
			} else {
				found = append(found, at+"."+name)
			}
		}
	case []any:
		other, _ := after.([]any)
		for i, member := range value {
			if i >= len(other) {
				return append(found, fmt.Sprintf("%s[%d]", at, i))
			}
			found = append(found, lacking(fmt.Sprintf("%s[%d]", at, i), member, other[i])...)
		}
	default:
		if fmt.Sprint(before) != fmt.Sprint(after) {
			found = append(found, fmt.Sprintf("%s: %v became %v", at, before, after))
		}
	}
	return found
}
